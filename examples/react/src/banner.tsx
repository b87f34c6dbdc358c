import type { ReactNode } from 'react';
import { type Banner as Answer, leadsTo } from './holdfast.ts';

interface Props {
  readonly api: string;
  readonly banner: Answer | undefined;
}

/** The region is there from the start, so that a screen reader tells what comes into it. */
export const Banner = ({ api, banner }: Props): ReactNode => (
  <div className="banner" role={banner?.state === 'paused' ? 'alert' : 'status'} dir="auto" lang={banner?.lang}>
    {banner?.link && leadsTo(api, banner.link) ? (
      <p>
        {banner.text} <a href={banner.link.url}>{banner.link.label}</a>
      </p>
    ) : null}
  </div>
);
