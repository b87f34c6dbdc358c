import type { Invoice } from '../billing/model.ts';
import type { Effect } from '../cases/effect.ts';
import { toIso } from '../kernel/instant.ts';
import type { Change } from '../kernel/rows.ts';
import type { Context } from './context.ts';
import { steps } from './ladder.ts';
import { nobodyCollects, recordChange } from './record.ts';
import type { Recovery, StepResult } from './state.ts';

/** Makes it visible that recovery was switched off over open invoices (docs/decisions/0005); no invoices: it is on again. */
export function uncollected(invoices: readonly Invoice[], context: Context): Change {
  const { uncollectedSince: _was, ...recovery } = context.recovery;
  if (invoices.length === 0) return recordChange(context, withoutGuesses(recovery), []);
  return recordChange(context, { ...recovery, uncollectedSince: toIso(context.now) }, [alert(invoices, context)]);
}

/**
 * Live again: rungs that passed meanwhile have passed, but a card somebody chose then was never tried, and is as new as
 * it was.
 */
function withoutGuesses({ observedSince: _since, ...recovery }: Recovery): Recovery {
  const guessed = ([name, { kind }]: [string, StepResult]): boolean =>
    kind === 'observed' && !steps.some((step) => step === name);
  const all = Object.entries(recovery.results);
  const known = all.filter((one) => !guessed(one));
  const forgotten = all.filter(guessed).flatMap(([name, { budget }]) => (name.startsWith('card:') ? [budget] : []));
  return {
    ...recovery,
    results: Object.fromEntries(known),
    knownCards: recovery.knownCards.filter((budget) => !forgotten.includes(budget)),
  };
}

const alert = (invoices: readonly Invoice[], context: Context): Effect =>
  attentionAlert('uncollected', nobodyCollects, context, { invoices: invoices.map(({ id }) => id) });

/** A person has to do at Stripe what this run may not. */
export function attentionAlert(
  about: string,
  why: string,
  { row, now }: Context,
  detail: Readonly<Record<string, unknown>> = {},
): Effect {
  return {
    kind: 'event',
    id: `alert/case_attention/${row.account}/${row.subject}/${row.run}/${about}/${toIso(now)}`,
    type: 'alert',
    account: row.account,
    detail: { alert: 'case_attention', case: row.sk, why, ...detail },
  };
}
