import * as z from 'zod';
import type { Ports } from '../kernel/ports.ts';

/** In this order: an invoice needs its account, a charge its invoice, an account's worth all of its subscriptions. */
export const phases = ['customers', 'subscriptions', 'worth', 'invoices', 'charges'] as const;

export type Phase = (typeof phases)[number];

const count = z.number().int();

const cursorSchema = z.object({
  /** How far back invoices and charges are read. */
  since: z.string(),
  startedAt: z.string(),
  phase: z.enum([...phases, 'done']),
  /** The page that comes next is asked after this id; absent: the first one of the phase. */
  after: z.string().optional(),
  /** What was taken in, whole pages only. */
  counts: z.object({ customers: count, subscriptions: count, worth: count, invoices: count, charges: count }),
  finishedAt: z.string().optional(),
});

export type Cursor = Readonly<z.output<typeof cursorSchema>>;

const cursorKey = { pk: 'IMPORT#STRIPE', sk: 'CURSOR' } as const;

export const freshCursor = (since: string, startedAt: string): Cursor => ({
  since,
  startedAt,
  phase: 'customers',
  counts: { customers: 0, subscriptions: 0, worth: 0, invoices: 0, charges: 0 },
});

export async function loadCursor({ rows }: Pick<Ports, 'rows'>): Promise<Cursor | undefined> {
  const item = await rows.get(cursorKey);
  return item && cursorSchema.parse(item);
}

/** The whole row at once: what stands there is always a place to go on from. */
export async function storeCursor(cursor: Cursor, { rows }: Pick<Ports, 'rows'>): Promise<Cursor> {
  await rows.put({ ...cursorKey, entity: 'import', ...cursor });
  return cursor;
}

/** Where it goes on after a page of `taken` objects. */
export function advanced(cursor: Cursor, taken: number, next: string | undefined, now: string): Cursor {
  const { after: _before, phase, counts, ...rest } = cursor;
  if (phase === 'done') return cursor;
  const told = { ...counts, [phase]: counts[phase] + taken };
  if (next !== undefined) return { ...rest, phase, counts: told, after: next };
  const following = phases[phases.indexOf(phase) + 1];
  return following === undefined
    ? { ...rest, phase: 'done', counts: told, finishedAt: now }
    : { ...rest, phase: following, counts: told };
}
