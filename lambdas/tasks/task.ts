import * as z from 'zod';
import { effectSchema } from '../cases/effect.ts';
import { shardOf } from '../kernel/ids.ts';
import type { Change, Item, Key, Path } from '../kernel/rows.ts';

const iso = z.string().min(20);

export const taskResults = ['done', 'saved', 'no_answer', 'not_a_fit'] as const;

/** What a person did last, so that the same press again is known as a repeat. */
const actSchema = z.strictObject({ act: z.string(), by: z.string(), at: iso, from: z.number(), said: z.string() });

/** Rows from before tasks were mailed have neither `acts`, `version` nor `mode`. */
export const taskSchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('task'),
  id: z.string(),
  account: z.string(),
  kind: z.string(),
  status: z.enum(['open', 'done']),
  at: iso,
  due: iso,
  assignee: z.string(),
  source: z.string().optional(),
  facts: z.record(z.string(), z.unknown()).default({}),
  /** Of the run or the mail that made it: what was observed only is not mailed either. */
  mode: z.enum(['observe', 'mail-to-me', 'live']).default('live'),
  /** Raised by every write. */
  version: z.number().int().default(0),
  /** Raised by what people do. */
  acts: z.number().int().default(0),
  last: actSchema.optional(),
  snoozedUntil: iso.optional(),
  /** The deadline that was told as passed. */
  told: iso.optional(),
  result: z.enum(taskResults).optional(),
  note: z.string().optional(),
  doneAt: iso.optional(),
  doneBy: z.string().optional(),
  pending: z.array(effectSchema).default([]),
  duePk: z.string().optional(),
  dueSk: z.string().optional(),
});

export type Task = z.infer<typeof taskSchema>;

export const taskKey = (account: string, id: string): Key => ({ pk: `A#${account}`, sk: `TASK#${id}` });

export const parseTask = (item: Item): Task => taskSchema.parse(item);

/** Open tasks stand in the due index by when the sweep looks at them next; closing one takes it out (design §7). */
export const taskDue = (account: string, id: string, due: string): { duePk: string; dueSk: string } => ({
  duePk: `task#all#${shardOf(account)}`,
  dueSk: `${due}#${account}#${id}`,
});

type Placed = Pick<Task, 'account' | 'id' | 'due' | 'snoozedUntil' | 'told'>;

/** A letter sorts behind every instant: what was told as overdue stays listed, and the sweep does not find it again. */
export function placeOf({ account, id, due, snoozedUntil, told }: Placed): { duePk: string; dueSk: string } {
  if (snoozedUntil !== undefined) return taskDue(account, id, snoozedUntil);
  return taskDue(account, id, told === due ? `told#${due}` : due);
}

/** A change of the task as it was read: two people, or a person and the sweep, cannot both write. */
export const sinceTask = ({ version }: Task, change: Change): Change => ({
  ...change,
  set: [...(change.set ?? []), ['version', version + 1]],
  if: {
    kind: 'all',
    of: [
      { kind: 'present', path: 'pk' },
      version === 0 ? { kind: 'absent', path: 'version' } : { kind: 'equals', path: 'version', value: version },
    ],
  },
});

/** `undefined` takes an attribute away. */
export function changeOf(of: Readonly<Record<string, unknown>>): Pick<Change, 'set' | 'remove'> {
  const entries = Object.entries(of);
  return {
    set: entries.filter((entry): entry is [string, unknown] => entry[1] !== undefined),
    remove: entries.flatMap(([name, value]): Path[] => (value === undefined ? [name] : [])),
  };
}
