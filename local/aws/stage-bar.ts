import { html } from 'hono/html';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import { number } from '../console/asked.ts';
import type { Board } from '../console/board.ts';
import { away, details, type Html, time } from '../console/kit.ts';
import type { Freshness, Place } from '../console/source.ts';

type StagePlace = Extract<Place, { readonly kind: 'stage' }>;

export interface BarOf {
  readonly place: StagePlace;
  readonly freshness: Freshness;
  readonly now: Instant;
  readonly gaps: Board['gaps'];
}

/** Over every page of a stage: which one it is, in whose name it is looked at, whether one may act, and how old the lists are. */
export const stageBar = ({ place, freshness, now, gaps }: BarOf): Html =>
  html`<section class="clock" id="clock" aria-label="Stage"><div class="when"><p class="now">Stage ${place.stage}</p>
<p class="next">AWS account ${place.accountId}, ${place.region}. You are ${place.user}: ${place.mayWrite ? 'you may act, and every act is kept with your name' : 'read only'}.</p></div>
<div><p class="next">${readAt(freshness, now)}</p>${freshness.trouble === undefined ? '' : html`<p class="notice bad" role="alert">The last reading failed: ${freshness.trouble}. It is tried again.</p>`}${
    gaps.length === 0
      ? ''
      : details(
          'What the lists leave out',
          gaps.map((gap) => html`<p>${gap}</p>`),
        )
  }</div></section>`;

function readAt({ readAt: at, everySeconds, readUnits }: Freshness, now: Instant): Html {
  if (at === undefined) return html`The lists have not been read yet.`;
  const cost = `a reading costs about ${number(Math.ceil(readUnits))} read units`;
  return html`Lists of ${time(at)} UTC (${away(at, now)}), read every ${everySeconds} seconds while somebody looks; ${cost}.`;
}
