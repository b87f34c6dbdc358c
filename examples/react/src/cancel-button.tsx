import type { ReactNode } from 'react';
import { type Banner, leadsTo } from './holdfast.ts';

interface Props {
  readonly api: string;
  readonly banner: Banner | undefined;
}

/** A link, not an act: our page asks once and needs no reason. There is one while a payment is open or the plan is paused. */
export const CancelButton = ({ api, banner }: Props): ReactNode =>
  banner?.cancel && leadsTo(api, banner.cancel) ? (
    <p>
      <a className="quiet" href={banner.cancel.url}>
        {banner.cancel.label}
      </a>
    </p>
  ) : null;
