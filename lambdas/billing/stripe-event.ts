import { BadInput } from '../kernel/failures.ts';
import { type Instant, parseInstant } from '../kernel/instant.ts';
import { defined, flag, idOf, inside, isRaw, need, object, type Raw, text, time } from './raw.ts';

export interface StripeEventEnvelope {
  readonly id: string;
  /** Without the `v1.` of a thin twin: both spellings of one happening have one type here. */
  readonly type: string;
  /** Whole seconds at Stripe, and no order: two events of one second may arrive either way round. */
  readonly created: Instant;
  readonly livemode: boolean;
  readonly apiVersion?: string;
  readonly account?: string;
  /** The idempotency key of the request that caused it: ours means the event is an echo. */
  readonly requestKey?: string;
  /** The API request that caused it, of anybody; absent when Stripe acted by itself (its retries, its schedule). */
  readonly request?: string;
  /** A snapshot carries the object as it was; a thin event only says which object to fetch. */
  readonly shape: 'snapshot' | 'thin';
  readonly object: unknown;
  readonly previous?: unknown;
  readonly related?: { readonly id: string; readonly type: string };
}

/**
 * Reads the body of a webhook, a thin event, or either of them inside an EventBridge envelope of Stripe's partner source.
 * @throws BadInput when it is none of these, or lacks its id, type, mode or time
 */
export function readStripeEvent(body: unknown): StripeEventEnvelope {
  const raw = unwrap(object(body, 'event'));
  const thin = raw.object === 'v2.core.event';
  if (!thin && !isRaw(raw.data)) throw new BadInput('the body is no Stripe event: neither `data` nor a v2.core.event');
  return thin ? thinEvent(raw) : snapshotEvent(raw);
}

/** EventBridge puts the event under `detail`; the account beside it is AWS's, not Stripe's. */
function unwrap(raw: Raw): Raw {
  const fromPartner = text(raw.source)?.startsWith('aws.partner/stripe.com') === true;
  return fromPartner ? object(raw.detail, 'event.detail') : raw;
}

function snapshotEvent(raw: Raw): StripeEventEnvelope {
  const data = inside(raw, 'data');
  return defined({
    ...common(raw),
    type: typeOf(raw),
    apiVersion: text(raw.api_version),
    account: text(raw.account),
    shape: 'snapshot' as const,
    object: object(data.object, 'event.data.object'),
    previous: isRaw(data.previous_attributes) ? data.previous_attributes : undefined,
  });
}

function thinEvent(raw: Raw): StripeEventEnvelope {
  const related = inside(raw, 'related_object');
  const id = idOf(related);
  return {
    ...defined({
      ...common(raw),
      type: typeOf(raw).replace(/^v1\./, ''),
      account: text(raw.context),
      shape: 'thin' as const,
      related: id === undefined ? undefined : { id, type: text(related.type) ?? 'other' },
    }),
    object: undefined,
  };
}

const common = (raw: Raw) => ({
  id: eventId(raw),
  created: need(when(raw.created), 'event.created', raw),
  livemode: need(flag(raw.livemode), 'event.livemode', raw),
  requestKey: requestKey(raw),
  request: requestId(raw),
});

/** Recorded ids are not always `evt_…` (proxies and recorders rename them): any text that fits a key is one. */
function eventId(raw: Raw): string {
  const id = need(text(raw.id), 'event.id', {});
  if (id.length <= 255) return id;
  throw new BadInput(`event.id has ${id.length} characters, at most 255 are allowed`);
}

const typeOf = (raw: Raw): string => need(text(raw.type), 'event.type', raw);

/** Seconds in v1, ISO text in v2. */
function when(value: unknown): Instant | undefined {
  if (typeof value !== 'string') return time(value);
  try {
    return parseInstant(value);
  } catch {
    return undefined;
  }
}

/** `request` was a bare id until 2017-05-25, and is null for what Stripe does by itself. Thin events put it under `reason`. */
const requestKey = (raw: Raw): string | undefined =>
  text(inside(raw, 'request').idempotency_key) ?? text(inside(raw, 'reason', 'request').idempotency_key);

const requestId = (raw: Raw): string | undefined =>
  text(raw.request) ?? text(inside(raw, 'request').id) ?? text(inside(raw, 'reason', 'request').id);
