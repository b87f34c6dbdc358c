import { html } from 'hono/html';
import type * as z from 'zod';
import type { Item } from '../../lambdas/kernel/rows.ts';
import { lastSchema } from '../../lambdas/reconcile/run-row.ts';
import type { Board } from './board.ts';
import { type Html, link, path, table, time } from './kit.ts';
import type { ConsoleSource } from './source.ts';

export interface Compared {
  readonly last?: z.output<typeof lastSchema>;
  /** Only where it takes seconds: a stage of thousands has its own command. */
  readonly mayRun: boolean;
}

/** What the reconciler came to last; absent where nothing is to be said. */
export function comparedOf(
  row: Item | undefined,
  { place, acts }: Pick<ConsoleSource, 'place' | 'acts'>,
): { readonly compared?: Compared } {
  const mayRun = acts !== undefined && place.kind !== 'stage';
  const last = row && lastSchema.parse(row);
  return last || mayRun ? { compared: { mayRun, ...(last ? { last } : {}) } } : {};
}

export function comparedSection({ last, mayRun }: Compared, { accounts }: Board): Html {
  const run = mayRun ? html`<p>${link('/acts/reconcile', 'Compare now')}</p>` : '';
  if (!last)
    return html`<p class="soft">Nothing was compared yet. It is done every night: what a lost webhook would have said is found and put right.</p>${run}`;
  const rows = last.repairs.map(({ account, about, differs, did }) => [
    link(path('accounts', account), accounts.get(account)?.name ?? account),
    about,
    differs,
    did,
  ]);
  const failed = last.failed === 0 ? '' : `, ${last.failed} could not be compared`;
  return html`<p>${time(Date.parse(last.endedAt))}, by ${last.by}: ${last.looked} looked at, ${last.repaired} put right${failed}.</p>${table(
    ['Whose', 'What', 'What differed', 'What was done'],
    rows,
    'Stripe and this table said the same.',
  )}${run}`;
}
