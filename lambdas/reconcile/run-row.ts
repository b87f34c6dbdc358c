import * as z from 'zod';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { type Item, ifAbsent, type Key } from '../kernel/rows.ts';

export const phases = ['subscriptions', 'customers', 'invoices', 'cases', 'done'] as const;

export type Phase = (typeof phases)[number];

/** One run of the reconciler: where it stands, so that the next call goes on there, and what it has come to. */
export const runSchema = z.strictObject({
  pk: z.literal('RECONCILE'),
  sk: z.string(),
  entity: z.literal('reconcile'),
  startedAt: z.string(),
  /** `nightly`, or the person who asked. */
  by: z.string(),
  /** Only this one. */
  account: z.string().optional(),
  phase: z.enum(phases),
  /** Where the walk of this phase goes on: Stripe's own cursor, or the shard and the table's. */
  after: z.string().optional(),
  /** Customers of the page at hand who were read already, when Stripe's budget ended on it. */
  passed: z.array(z.string()).optional(),
  /** How many objects of Stripe's and cases of ours were looked at. */
  looked: z.number(),
  repaired: z.number(),
  failed: z.number(),
  /** Calls that got no further than this place, since Stripe's budget was used up. */
  stalls: z.number(),
  endedAt: z.string().optional(),
  /** Who works on it has it until then. */
  leaseUntil: z.string().optional(),
  version: z.number(),
});

export type Run = z.infer<typeof runSchema>;

export const runKey = (startedAt: string): Key => ({ pk: 'RECONCILE', sk: `RUN#${startedAt}` });

/** Put under its own start: two that begin in one millisecond are one. */
export async function begin(
  by: string,
  account: string | undefined,
  { rows, clock }: Pick<Ports, 'rows' | 'clock'>,
): Promise<Run> {
  const startedAt = toIso(clock.now());
  const run: Run = {
    ...runKey(startedAt),
    pk: 'RECONCILE',
    entity: 'reconcile',
    startedAt,
    by,
    ...(account === undefined ? {} : { account }),
    phase: 'subscriptions',
    looked: 0,
    repaired: 0,
    failed: 0,
    stalls: 0,
    version: 1,
  };
  const written = await rows.put(run, ifAbsent);
  return written.item ? runSchema.parse(written.item) : run;
}

/** Newest first. */
export async function runs(most: number, { rows }: Pick<Ports, 'rows'>): Promise<Run[]> {
  const page = await rows.query({ pk: 'RECONCILE', sk: { prefix: 'RUN#' }, newestFirst: true, limit: most });
  return page.items.map((item) => runSchema.parse(item));
}

/** The run that ended last, with its first repairs: what a page shows without a walk. */
export const lastKey: Key = { pk: 'RECONCILE', sk: 'LAST' };

export const lastSchema = z.looseObject({
  startedAt: z.string(),
  endedAt: z.string(),
  by: z.string(),
  account: z.string().optional(),
  looked: z.number(),
  repaired: z.number(),
  failed: z.number(),
  repairs: z.array(z.object({ account: z.string(), about: z.string(), differs: z.string(), did: z.string() })),
});

/** A difference that was found, and what became of it. */
export const repairSchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('reconcile-repair'),
  run: z.string(),
  at: z.string(),
  account: z.string(),
  kind: z.string(),
  about: z.string(),
  differs: z.string(),
  did: z.string(),
  failed: z.boolean().optional(),
  ttl: z.number(),
});

export type RepairRow = z.infer<typeof repairSchema>;

export async function repairsOf(startedAt: string, { rows }: Pick<Ports, 'rows'>): Promise<RepairRow[]> {
  const found: Item[] = [];
  for (let from: string | undefined; ; ) {
    const page = await rows.query({ pk: `RECONCILE#${startedAt}`, ...(from === undefined ? {} : { from }) });
    found.push(...page.items);
    if (page.next === undefined) return found.map((item) => repairSchema.parse(item));
    from = page.next;
  }
}
