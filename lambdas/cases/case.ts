import * as z from 'zod';
import { executionName, shardOf } from '../kernel/ids.ts';
import { after, type Instant, toIso } from '../kernel/instant.ts';
import type { Change, Item, Key, Path } from '../kernel/rows.ts';
import { effectSchema } from './effect.ts';

const iso = z.string().min(20);

/** The token a parked execution waits with. `turn` counts the parks of a run: unlike a clock it cannot stand still. */
export const waitSchema = z.strictObject({
  token: z.string(),
  state: z.string(),
  due: iso,
  entered: z.string(),
  turn: z.number(),
  retry: z.number(),
});

/** One step's charge, written down before it is made. What stands here is what a repeat sends again. */
export const intentSchema = z.strictObject({
  key: z.string(),
  step: z.string(),
  attempt: z.number(),
  at: iso,
  invoice: z.string(),
  card: z.string(),
  budget: z.string(),
  amount: z.strictObject({ amount: z.number(), currency: z.string() }),
  /** The call is no payment of the invoice: it ends a true pause, which bills a new period. */
  resumes: z.boolean().optional(),
  /** The customer is on our page and asked for it: the bank may ask back. Who repeats the call repeats that too. */
  onSession: z.boolean().optional(),
  /** Why it is made now: the ladder's turn, a new card, a payday. */
  why: z.string().optional(),
});

export type Intent = z.infer<typeof intentSchema>;

const newsSchema = z.strictObject({ at: iso, event: z.string(), what: z.string() });

const droppedSchema = z.strictObject({ at: iso, effect: z.string(), key: z.string(), why: z.string() });

export type Dropped = z.infer<typeof droppedSchema>;

/**
 * The slot (account, journey, subject): one row where a workflow and the world meet (design §3). `news` counts facts
 * from outside, `version` counts writes; only news makes a waiting execution read again.
 */
export const caseSchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('case'),
  account: z.string(),
  journey: z.literal('payment-recovery'),
  subject: z.string(),
  run: z.number().int().min(1),
  status: z.enum(['open', 'closed', 'attention']),
  stage: z.string(),
  outcome: z.string().optional(),
  policy: z.string(),
  mode: z.enum(['observe', 'mail-to-me', 'live']),
  openedAt: iso,
  closedAt: iso.optional(),
  news: z.number().int(),
  answered: z.number().int(),
  version: z.number().int(),
  wait: waitSchema.optional(),
  applied: z.array(z.string()),
  log: z.array(newsSchema),
  pending: z.array(effectSchema),
  /** What followed from a decision and was refused for good: a person has to do it, or may leave it. */
  dropped: z.array(droppedSchema).optional(),
  intent: intentSchema.optional(),
  /** Subject-specific ids this slot has settled or given up: an event about one of them never opens a new run. */
  settled: z.array(z.string()),
  attention: z.string().optional(),
  /** Open, but nothing is said any more: mails of this case that still wait are dropped. */
  hushed: z.boolean().optional(),
  data: z.record(z.string(), z.unknown()),
  duePk: z.string().optional(),
  dueSk: z.string().optional(),
  listPk: z.string().optional(),
  listSk: z.string().optional(),
});

export type Case = z.infer<typeof caseSchema>;

export const caseSort = (journey: string, subject: string): string => `CASE#${journey}#${subject}`;

export const caseKey = (account: string, sort: string): Key => ({ pk: `A#${account}`, sk: sort });

export const executionOf = (row: Pick<Case, 'journey' | 'account' | 'subject' | 'run'>): string =>
  executionName(row.journey, row.account, row.subject, row.run);

/** Where the sweep finds a case: at `at`. An item leaves the due index by losing these two attributes. */
export const dueAt = (account: string, sort: string, at: Instant): readonly (readonly [Path, unknown])[] => [
  ['duePk', `case#all#${shardOf(account, 32)}`],
  ['dueSk', `${toIso(at)}#${account}#${sort}`],
];

/** How long a case may go without a wait before the sweep asks what became of its execution. */
export const graceWithoutWait = { minutes: 5 } as const;

export const graceAfterDue = { minutes: 10 } as const;

export const dueWithoutWait = (row: Pick<Case, 'account' | 'sk'>, now: Instant) =>
  dueAt(row.account, row.sk, after(now, graceWithoutWait));

export const parseCase = (item: Item): Case => caseSchema.parse(item);

/** At most 50 remembered events: Stripe repeats within days, a case sees far fewer. */
export const remember = (applied: readonly string[], ...ids: readonly string[]): string[] =>
  [...applied.filter((id) => !ids.includes(id)), ...ids].slice(-50);

/** A change of the row as it was read: it is refused when anything else was written in between. */
export const sinceVersion = (row: Case, change: Change): Change => ({
  ...change,
  add: [...(change.add ?? []), ['version', 1]],
  if: {
    kind: 'all',
    of: [{ kind: 'equals', path: 'version', value: row.version }, ...(change.if ? [change.if] : [])],
  },
});

/** Where open cases of a journey are listed, oldest first; a closed one moves on to `closedList`. */
export const openList = (
  row: Pick<Case, 'journey' | 'account' | 'subject' | 'openedAt'>,
): readonly (readonly [Path, unknown])[] => [
  ['listPk', `case:${row.journey}#${shardOf(row.account)}`],
  ['listSk', `${row.openedAt}#${row.account}#${row.subject}`],
];

/** Where closed runs are found, newest last, until the slot opens again: how many payments came back is read from here. */
export const closedList = (
  { journey, account, subject }: Pick<Case, 'journey' | 'account' | 'subject'>,
  closedAt: string,
): readonly (readonly [Path, unknown])[] => [
  ['listPk', `closed:${journey}#${shardOf(account)}`],
  ['listSk', `${closedAt}#${account}#${subject}`],
];
