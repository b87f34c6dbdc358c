import * as z from 'zod';
import type { Effect } from '../cases/effect.ts';
import { shardOf } from '../kernel/ids.ts';
import { toIso } from '../kernel/instant.ts';
import type { Item } from '../kernel/rows.ts';
import { attributionOf, causes } from './attribution.ts';
import type { Context } from './context.ts';
import type { Outcome } from './decide.ts';

const iso = z.string().min(20);
const money = z.strictObject({ amount: z.number().int(), currency: z.string() });

/** One ended run as the report counts it. It stays when the slot opens again, and nothing of it changes any more. */
export const outcomeSchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('outcome'),
  journey: z.literal('payment-recovery'),
  account: z.string(),
  subject: z.string(),
  run: z.number().int(),
  mode: z.enum(['observe', 'mail-to-me', 'live']),
  failedAt: iso,
  closedAt: iso,
  outcome: z.string(),
  /** The class of the first failure: what came later is the ladder's doing. */
  class: z.string().optional(),
  /** Only of a recovered one. */
  cause: z.enum(causes).optional(),
  rung: z.string().optional(),
  /** What was owed, per currency, when each invoice was taken over. */
  owed: z.array(money),
  /** What came in, per currency; empty unless recovered. */
  recovered: z.array(money),
  experiment: z.strictObject({ name: z.string(), arm: z.enum(['treated', 'held_out']), p: z.number() }).optional(),
  listPk: z.string(),
  listSk: z.string(),
});

export type OutcomeRow = z.infer<typeof outcomeSchema>;

export const parseOutcome = (item: Item): OutcomeRow => outcomeSchema.parse(item);

export const outcomeList = (account: string): string => `outcome:payment-recovery#${shardOf(account)}`;

interface Ended {
  readonly outcome: Outcome;
  readonly recovered: OutcomeRow['recovered'];
}

/** Written once, with the end of the run. */
export function outcomeRow({ outcome, recovered }: Ended, { row, recovery, now }: Context): Effect {
  const [pk, sk] = [`A#${row.account}`, `OUTCOME#${row.journey}#${row.subject}#${row.run}`];
  const closedAt = toIso(now);
  const first = recovery.results['take-over']?.class ?? recovery.class;
  const item: Omit<OutcomeRow, 'pk' | 'sk'> = {
    entity: 'outcome',
    journey: row.journey,
    account: row.account,
    subject: row.subject,
    run: row.run,
    mode: row.mode,
    failedAt: recovery.firstFailureAt,
    closedAt,
    outcome,
    ...(first ? { class: first } : {}),
    ...(outcome === 'recovered' ? attributionOf(recovery) : {}),
    owed: perCurrency(Object.values(recovery.taken).map(({ amount }) => amount)),
    recovered: perCurrency(recovered),
    ...(recovery.experiment ? { experiment: recovery.experiment } : {}),
    listPk: outcomeList(row.account),
    listSk: `${closedAt}#${row.account}#${row.subject}`,
  };
  return { kind: 'row', pk, sk, item };
}

/** Currencies are never added up. */
export function perCurrency(of: readonly z.infer<typeof money>[]): z.infer<typeof money>[] {
  const sums = new Map<string, number>();
  for (const { amount, currency } of of) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums]
    .map(([currency, amount]) => ({ amount, currency }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
