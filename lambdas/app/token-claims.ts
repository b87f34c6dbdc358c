import { type Instant, milliseconds, toSeconds } from '../kernel/instant.ts';
import type { Viewer } from './viewer.ts';

/** A login token may name only the person; whose account that is, the table says. */
export interface Named extends Omit<Viewer, 'account'> {
  readonly account: string | undefined;
}

/** Ours by name, so that a token the same server minted for somebody else opens nothing here. */
export const audience = 'holdfast';

/** A token stolen out of a browser is worth nothing an hour later. */
const longestLife = milliseconds({ hours: 1 }) / 1000;
/** How far ahead the clock of the server that minted it may be. */
const aheadSeconds = 60;

type Claims = Readonly<Record<string, unknown>>;

export type ClaimsRead =
  | { readonly kind: 'good'; readonly viewer: Named }
  /** A line that may be answered to whoever sent it. */
  | { readonly kind: 'bad'; readonly why: string };

export const bad = (why: string): ClaimsRead => ({ kind: 'bad', why });

const textIn = (claims: Claims, name: string): string | undefined => {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** What a token of the user's own server says, once its signature, audience and expiry are known to be good. */
export function readServerClaims(claims: Claims, now: Instant): ClaimsRead {
  const [account, { exp, iat }] = [textIn(claims, 'sub'), claims];
  if (account === undefined) return bad('the token names no account: put its id into sub');
  if (typeof exp !== 'number' || typeof iat !== 'number') return bad('the token needs iat and exp, in seconds');
  if (iat > toSeconds(now) + aheadSeconds)
    return bad('the token was issued in the future: set the clock of your server');
  if (exp - iat > longestLife) return bad('the token lives longer than an hour: mint one for each page view');
  return { kind: 'good', viewer: { account, role: textIn(claims, 'role'), contact: textIn(claims, 'contact') } };
}
