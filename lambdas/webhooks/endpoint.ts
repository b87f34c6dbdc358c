import * as z from 'zod';
import { after, type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import type { DomainEvent, Ports } from '../kernel/ports.ts';
import type { Item, Key } from '../kernel/rows.ts';

const iso = z.string().min(20);

/** How one endpoint has fared lately; no row: nothing ever failed there. */
const endpointSchema = z.strictObject({
  pk: z.string(),
  sk: z.literal('ENDPOINT'),
  entity: z.literal('endpoint'),
  url: z.string(),
  /** The first failure since the last success. */
  failingSince: iso.optional(),
  warnedAt: iso.optional(),
  disabledAt: iso.optional(),
});

export type EndpointState = z.infer<typeof endpointSchema>;

export const endpointKey = (id: string): Key => ({ pk: `WEBHOOK#${id}`, sk: 'ENDPOINT' });

export const parseEndpoint = (item: Item): EndpointState => endpointSchema.parse(item);

/** Told before anything is lost: a day of failures may still be a deploy that went wrong. */
const warnAfter = { days: 1 } as const;

export interface Verdict {
  readonly says: 'nothing' | 'warn' | 'disable';
  readonly since: string;
}

/** What a failure at `now` makes of an endpoint. 410 is the receiver's own word that it is gone for good. */
export function judgeFailure(
  state: Pick<EndpointState, 'failingSince' | 'warnedAt'> | undefined,
  { now, days, gone }: { readonly now: Instant; readonly days: number; readonly gone: boolean },
): Verdict {
  const since = state?.failingSince ?? toIso(now);
  if (gone || now >= after(parseInstant(since), { days })) return { says: 'disable', since };
  const warns = now >= after(parseInstant(since), warnAfter) && state?.warnedAt === undefined;
  return { says: warns ? 'warn' : 'nothing', since };
}

type Store = Pick<Ports, 'rows' | 'bus' | 'clock'>;

/** Told before it is written down: a crash in between tells it twice, under one id. */
export async function noteFailure(
  id: string,
  url: string,
  { days, gone, says }: { readonly days: number; readonly gone: boolean; readonly says: string },
  { rows, bus, clock }: Store,
): Promise<void> {
  const now = clock.now();
  const item = await rows.get(endpointKey(id));
  const state = item && parseEndpoint(item);
  if (state?.disabledAt) return;
  const verdict = judgeFailure(state, { now, days, gone });
  const at = toIso(now);
  if (verdict.says !== 'nothing') await bus.publish(alertOf(id, verdict, says));
  await rows.update(endpointKey(id), {
    set: [
      ['entity', 'endpoint'],
      ['url', url],
      ['failingSince', verdict.since],
      ...(verdict.says === 'warn' ? [['warnedAt', at] as const] : []),
      ...(verdict.says === 'disable' ? [['disabledAt', at] as const] : []),
    ],
  });
}

function alertOf(id: string, { says: verdict, since }: Verdict, says: string): DomainEvent {
  const detail =
    verdict === 'disable'
      ? {
          alert: 'webhook_disabled',
          why: `endpoint ${id} fails since ${since}, the last time ${says}: nothing is sent to it`,
        }
      : {
          alert: 'webhook_failing',
          why: `endpoint ${id} fails since ${since}, the last time ${says}: it is tried further`,
        };
  return { id: `alert/${detail.alert}/${id}/${since}`, type: 'alert', account: 'none', detail };
}

/** One success and the past is forgotten; most endpoints never had a failure, and then nothing is written. */
export async function noteSuccess(id: string, { rows }: Pick<Ports, 'rows'>): Promise<void> {
  const item = await rows.get(endpointKey(id));
  if (item) await rows.remove(endpointKey(id));
}

export async function isDisabled(id: string, { rows }: Pick<Ports, 'rows'>): Promise<boolean> {
  const item = await rows.get(endpointKey(id));
  return item !== undefined && parseEndpoint(item).disabledAt !== undefined;
}
