import { html } from 'hono/html';
import type { Acts } from './acts.ts';
import type { CaseLine } from './board.ts';
import { type Html, link } from './kit.ts';

/** What may be done about a run from here; each leads to a page that asks why before anything happens. */
export function caseActs({ status, outcome, account, subject }: CaseLine, _acts: Acts): Html {
  const to = (act: string, label: string): Html =>
    link(`/acts/${act}?${new URLSearchParams({ account, subject }).toString()}`, label);
  if (status !== 'closed') return html`${to('nudge', 'Nudge')} ${to('restart', 'Restart')} ${to('stop', 'Stop')}`;
  return outcome === 'stopped' ? html`${to('restart', 'Restart')}` : html``;
}
