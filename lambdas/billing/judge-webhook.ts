import { BadInput } from '../kernel/failures.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import { planEvent } from './event-plan.ts';
import { TOLERANCE_SECONDS, verifySignature } from './signature.ts';
import { readStripeEvent, type StripeEventEnvelope } from './stripe-event.ts';

export interface Delivery {
  readonly payload: Uint8Array;
  readonly signature: string | undefined;
  readonly secrets: readonly string[];
  readonly receivedAt: Instant;
  /** Stripe's mode of this stage. */
  readonly livemode: boolean;
}

export type WebhookVerdict =
  | { readonly kind: 'refused'; readonly status: 400 | 413; readonly why: string }
  | { readonly kind: 'ignored'; readonly event: StripeEventEnvelope; readonly why: string }
  | { readonly kind: 'queue'; readonly event: StripeEventEnvelope; readonly message: string };

/** What one SQS message may hold (1 MiB, facts). */
export const MESSAGE_LIMIT = 1_048_576;

/** Judges a delivery in the order that costs an attacker most: size, signature, shape, mode, type. */
export function judgeWebhook(delivery: Delivery): WebhookVerdict {
  if (delivery.payload.byteLength > MESSAGE_LIMIT) return tooLarge;
  const signature = verifySignature({
    payload: delivery.payload,
    header: delivery.signature,
    secrets: delivery.secrets,
    receivedAt: delivery.receivedAt,
    toleranceSeconds: TOLERANCE_SECONDS,
  });
  if (signature.kind === 'bad') return refused(`signature: ${signature.why}`);
  try {
    return judgeEvent(delivery);
  } catch (error) {
    if (error instanceof BadInput) return refused(error.message);
    throw error;
  }
}

function judgeEvent({ payload, livemode, receivedAt }: Delivery): WebhookVerdict {
  const body = decode(payload);
  const event = readStripeEvent(parse(body));
  if (event.livemode !== livemode) return refused(wrongMode(event.livemode));
  const plan = planEvent(event);
  if (plan.kind === 'ignored') return { kind: 'ignored', event, why: plan.why };
  const { id, type } = event;
  const message = JSON.stringify({ id, type, livemode, receivedAt: toIso(receivedAt), body });
  return new TextEncoder().encode(message).byteLength > MESSAGE_LIMIT ? tooLarge : { kind: 'queue', event, message };
}

/** Refused aloud rather than dropped: an endpoint of the wrong mode shows as failing in Stripe's dashboard. */
const wrongMode = (livemode: boolean): string =>
  livemode ? 'livemode event at a test stage' : 'test event at a livemode stage';

function decode(payload: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch (cause) {
    throw new BadInput('the body is not UTF-8 text', { cause });
  }
}

/** The parser's own words would quote the body, so they stay in the cause. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new BadInput('the body is not JSON', { cause });
  }
}

const refused = (why: string): WebhookVerdict => ({ kind: 'refused', status: 400, why });
const tooLarge: WebhookVerdict = { kind: 'refused', status: 413, why: `more than ${MESSAGE_LIMIT} bytes` };
