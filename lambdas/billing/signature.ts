/**
 * Verifies `Stripe-Signature`. Written here and not taken from the stripe package, because the ingest function answers
 * the internet and should start in milliseconds: the package is 100 times the size of these lines. A property test
 * holds the two equal. We are stricter in three things: timestamps more than the tolerance ahead are refused, so are
 * headers with two timestamps, and a blank secret never verifies. Like `ids.ts`, it uses a node module for synchronous
 * CPU work only.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { PermanentFailure } from '../kernel/failures.ts';
import { type Instant, toSeconds } from '../kernel/instant.ts';

export interface SignedPayload {
  /** The bytes as they came: text that was parsed and written again has another signature. */
  readonly payload: Uint8Array;
  readonly header: string | undefined;
  /** Two while one is being rotated. */
  readonly secrets: readonly string[];
  readonly receivedAt: Instant;
  readonly toleranceSeconds: number;
}

export type SignatureVerdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'bad'; readonly why: 'missing' | 'malformed' | 'no match' | 'stale' };

/** Stripe's own default. */
export const TOLERANCE_SECONDS = 300;

export function verifySignature(signed: SignedPayload): SignatureVerdict {
  if (signed.header === undefined || signed.header === '') return bad('missing');
  const parsed = parseHeader(signed.header);
  if (parsed === undefined) return bad('malformed');
  const good = signed.secrets.some((secret) => matches(secret, parsed, signed.payload));
  if (!good) return bad('no match');
  const age = toSeconds(signed.receivedAt) - Number(parsed.timestamp);
  return Math.abs(age) > signed.toleranceSeconds ? bad('stale') : { kind: 'good' };
}

/**
 * Secrets as they should be used: a newline at the end, which editors and shells leave in secret stores, is cut off here
 * (Stripe's library would answer every webhook with a mismatch instead).
 * @throws PermanentFailure when there is none, or one is blank: a blank secret could be signed for by anyone
 */
export function cleanSecrets(secrets: readonly string[]): readonly string[] {
  const clean = secrets.map((secret) => secret.replace(/[\r\n]+$/, ''));
  if (clean.length > 0 && clean.every((secret) => secret.trim() !== '')) return clean;
  throw new PermanentFailure(
    'a webhook secret is missing or blank: put the signing secret of the endpoint in its place',
  );
}

interface Header {
  readonly timestamp: string;
  readonly signatures: readonly string[];
}

function parseHeader(header: string): Header | undefined {
  const fields = header.split(',').map((field) => field.split('='));
  const values = (name: string) => fields.filter(([key]) => key === name).map(([, value]) => value ?? '');
  const [timestamp, second] = values('t');
  const signatures = values('v1');
  if (timestamp === undefined || second !== undefined || !/^\d{1,12}$/.test(timestamp)) return undefined;
  return signatures.length > 0 && !signatures.includes('') ? { timestamp, signatures } : undefined;
}

function matches(secret: string, { timestamp, signatures }: Header, payload: Uint8Array): boolean {
  if (secret.trim() === '') return false;
  const expected = Buffer.from(createHmac('sha256', secret).update(`${timestamp}.`).update(payload).digest('hex'));
  // No early end at the first hit: how long it takes says nothing about which one fits.
  return signatures.filter((signature) => equal(Buffer.from(signature), expected)).length > 0;
}

const equal = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const bad = (why: Extract<SignatureVerdict, { kind: 'bad' }>['why']): SignatureVerdict => ({ kind: 'bad', why });
