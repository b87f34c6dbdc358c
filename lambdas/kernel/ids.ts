/**
 * The one pure file that may import a node module: SHA-256 here is synchronous CPU work with the same answer everywhere,
 * no clock, no entropy. WebCrypto would make every id asynchronous and the runtime's order depend on it.
 */
import { createHash } from 'node:crypto';

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** 96 bits of SHA-256: enough that a million cases meet no accidental twin, short enough for an 80-character name. */
export const hash24 = (text: string): string => sha256(text).slice(0, 24);

/** Index partitions per lane (design §7): one partition of a table takes 1,000 writes a second. */
export const SHARDS = 32;

/** The same account is always in the same shard. */
export const shardOf = (accountId: string, shards: number = SHARDS): number =>
  Number.parseInt(sha256(accountId).slice(0, 8), 16) % shards;

/** A number in [0, 1) that never changes for the same parts: rollout percentages, hold-outs, spread of send times. */
export const stableFraction = (...parts: readonly string[]): number =>
  Number.parseInt(sha256(JSON.stringify(parts)).slice(0, 12), 16) / 2 ** 48;

/** `<journey>-<24 hex>-<run>`: Step Functions allows 80 characters of [A-Za-z0-9_-] and keeps a name taken for 90 days. */
export function executionName(journey: string, account: string, subject: string, run: number): string {
  const name = `${journey}-${hash24(`${account}|${journey}|${subject}`)}-${run}`;
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name) || !Number.isSafeInteger(run) || run < 1) {
    throw new RangeError(
      `"${name}" is no execution name: a journey is letters, digits and hyphens, a run counts from 1`,
    );
  }
  return name;
}

/** 64 hex characters (Stripe takes up to 255). Parts are listed as JSON, so that ('a', 'bc') and ('ab', 'c') differ. */
export const idempotencyKey = (...parts: readonly (string | number)[]): string => sha256(JSON.stringify(parts));

/** Mailbox names are case-sensitive only on paper; one person is one row whatever capitals a form saw. */
export const normalAddress = (email: string): string => email.trim().toLowerCase();

export const addressHash = (email: string): string => sha256(normalAddress(email));
