import * as z from 'zod';
import { hash24, shardOf } from '../kernel/ids.ts';
import { after, type Instant, parseInstant, toIso, toSeconds } from '../kernel/instant.ts';
import type { Change, Item, Key, Path } from '../kernel/rows.ts';

const iso = z.string().min(20);

/** One event on its way to one endpoint. */
export const deliverySchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('webhook'),
  account: z.string(),
  /** Of the endpoint's address, as `endpointId` makes it. */
  endpoint: z.string(),
  /** The domain event's id, the same on the bus. */
  event: z.string(),
  type: z.string(),
  /** What is sent, to the byte: every try signs the same text. */
  body: z.string(),
  status: z.enum(['PENDING', 'DELIVERED', 'GIVEN_UP']),
  at: iso,
  /** From here the tries are counted; a replay begins anew. */
  begun: iso,
  due: iso,
  /** How many were begun, also those nobody knows the end of. */
  tries: z.number().int(),
  last: z.strictObject({ at: iso, says: z.string() }).optional(),
  ttl: z.number(),
  duePk: z.string().optional(),
  dueSk: z.string().optional(),
  listPk: z.string(),
  listSk: z.string(),
});

export type Delivery = z.infer<typeof deliverySchema>;

/** A changed address is another endpoint: what failed there says nothing about it. */
export const endpointId = (url: string): string => hash24(`webhook ${url}`).slice(0, 12);

/** Header-safe, the same at every try and every replay: a receiver that keeps it acts once. */
export const messageId = (event: string): string => `evt_${hash24(event)}`;

export const deliveryKey = (account: string, endpoint: string, event: string): Key => ({
  pk: `A#${account}`,
  sk: `HOOK#${endpoint}#${messageId(event)}`,
});

/** A delivery can be asked for, and sent again, for a month. */
const kept = { days: 30 } as const;

/** All in one partition of the index: a few a minute, and the sweep asks once. */
export const dueShards = 1;

const dueIn = (account: string, sk: string, due: string) => ({
  duePk: 'webhook#all#0',
  dueSk: `${due}#${account}#${sk}`,
});

export const deliveryList = (shard: number): string => `webhook#${shard}`;

export function newDelivery(
  of: Pick<Delivery, 'account' | 'endpoint' | 'event' | 'type' | 'body'>,
  now: Instant,
): Delivery {
  const key = deliveryKey(of.account, of.endpoint, of.event);
  const at = toIso(now);
  return {
    ...of,
    ...key,
    entity: 'webhook',
    status: 'PENDING',
    at,
    begun: at,
    due: at,
    tries: 0,
    ttl: toSeconds(after(now, kept)),
    ...dueIn(of.account, key.sk, at),
    listPk: deliveryList(shardOf(of.account)),
    listSk: `${at}#${key.sk}#${of.account}`,
  };
}

export const parseDelivery = (item: Item): Delivery => deliverySchema.parse(item);

/** Somebody works on it until then; a worker that died is followed by another. Longer than the function may run. */
const lease = { seconds: 60 } as const;

const asRead = ({ tries, begun }: Delivery): NonNullable<Change['if']> => ({
  kind: 'all',
  of: [
    { kind: 'equals', path: 'tries', value: tries },
    { kind: 'equals', path: 'begun', value: begun },
    { kind: 'equals', path: 'status', value: 'PENDING' },
  ],
});

const dueChange = (row: Delivery, due: Instant): readonly (readonly [Path, unknown])[] =>
  Object.entries({ due: toIso(due), ...dueIn(row.account, row.sk, toIso(due)) });

/** Before the call: this try is ours, and nobody else's until the lease is over. */
export const claimed = (row: Delivery, now: Instant): Change => ({
  set: [['tries', row.tries + 1], ...dueChange(row, after(now, lease))],
  if: asRead(row),
});

export interface TryEnd {
  readonly at: Instant;
  readonly says: string;
}

/** After the call. `next`: when it is tried again. */
export const tried = (row: Delivery, end: TryEnd, next: Instant): Change => ({
  set: [['last', { at: toIso(end.at), says: end.says }], ...dueChange(row, next)],
  if: asRead(row),
});

export const settled = (row: Delivery, status: 'DELIVERED' | 'GIVEN_UP', end: TryEnd): Change => ({
  set: [
    ['status', status],
    ['last', { at: toIso(end.at), says: end.says }],
  ],
  remove: ['duePk', 'dueSk'],
  if: asRead(row),
});

/** A person wants it sent again: the tries begin anew, under the same id. */
export const begunAgain = (row: Delivery, now: Instant): Change => ({
  set: [['status', 'PENDING'], ['tries', 0], ['begun', toIso(now)], ...dueChange(row, now)],
  if: { kind: 'present', path: 'pk' },
});

export const isDue = (row: Delivery, now: Instant): boolean => row.status === 'PENDING' && parseInstant(row.due) <= now;
