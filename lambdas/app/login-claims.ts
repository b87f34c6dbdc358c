import type { RetentionConfig } from '../kernel/config/index.ts';
import { addressHash } from '../kernel/ids.ts';
import { bad, type ClaimsRead } from './token-claims.ts';

export type ClientAuth = NonNullable<RetentionConfig['clientAuth']>;

type Claims = Readonly<Record<string, unknown>>;

/** `app_metadata.account_id`: dots lead inside; a claim whose own name has dots (`https://app.test/account`) goes first. */
export function claimAt(claims: Claims, path: string): string | undefined {
  const own = Object.hasOwn(claims, path) ? claims[path] : undefined;
  const value = own ?? path.split('.').reduce<unknown>(inside, claims);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const inside = (at: unknown, name: string): unknown =>
  typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Object(at)[name] : undefined;

/**
 * What a login token of the user's app says, once its signature, issuer, audience and times are known to be good. An
 * address nobody proved to be theirs names nobody: whoever registers with your customer's address is not your customer.
 */
export function readLoginClaims(claims: Claims, { claim, accountClaim, roleClaim }: ClientAuth): ClaimsRead {
  const account = accountClaim === undefined ? undefined : claimAt(claims, accountClaim);
  const named = claimAt(claims, claim);
  const contact = named?.includes('@') ? addressHash(named) : named;
  const proven = claims.email_verified !== false || claim !== 'email';
  if (accountClaim !== undefined && account === undefined) return bad(`the token has no claim ${accountClaim}`);
  if (account === undefined && contact === undefined) return bad(`the token has no claim ${claim}`);
  if (!proven && account === undefined) return bad('the address in the token is not verified');
  const role = roleClaim === undefined ? undefined : claimAt(claims, roleClaim);
  return { kind: 'good', viewer: { account, role, contact: proven ? contact : undefined } };
}
