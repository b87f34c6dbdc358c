import { Webhook } from 'standardwebhooks';
import { isWebhookEvent, webhookEvents } from '../kernel/config/webhook-events.ts';
import { type Instant, toIso, toSeconds } from '../kernel/instant.ts';
import type { DomainEvent } from '../kernel/ports.ts';
import { messageId } from './delivery.ts';

export interface Happened extends DomainEvent {
  readonly at: Instant;
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value) || value === null;

/** The text of one event as every endpoint gets it; undefined: no endpoint is ever told of this type. */
export function payloadOf({ id, type, account, detail, at }: Happened, livemode: boolean): string | undefined {
  if (!isWebhookEvent(type)) return undefined;
  const fields: readonly string[] = webhookEvents[type].fields;
  const told = Object.entries(detail).filter(([name, value]) => fields.includes(name) && isPlain(value));
  return JSON.stringify({ type, timestamp: toIso(at), livemode, data: { id, account, ...Object.fromEntries(told) } });
}

/** Every key signs, so that a receiver may change to the new one at any time while two are out. */
export function signedHeaders(
  event: string,
  body: string,
  { keys, now }: { readonly keys: readonly string[]; readonly now: Instant },
): Record<string, string> {
  const id = messageId(event);
  const signatures = keys.map((key) => new Webhook(key).sign(id, new Date(now), body));
  return {
    'content-type': 'application/json',
    'user-agent': 'Holdfast-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(toSeconds(now)),
    'webhook-signature': signatures.join(' '),
  };
}
