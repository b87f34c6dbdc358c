import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { type ClientAuth, readLoginClaims } from '../app/login-claims.ts';
import { bad, type ClaimsRead } from '../app/token-claims.ts';
import type { Clock, Outbound } from '../kernel/ports.ts';
import type { Apart, ReadLogin } from './app-tokens.ts';
import { refusal } from './app-tokens.ts';
import { type KeySet, keySet } from './key-set.ts';

/** What Supabase, Firebase, Auth0, Clerk and Cognito sign with. No secret key and no `none`, whatever a header says. */
const algorithms = ['RS256', 'ES256'];

export interface LoginOptions {
  /** Today's configuration; undefined: this way in is closed. */
  readonly clientAuth: () => Promise<ClientAuth | undefined>;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly apart: Apart;
}

/** The second way in (completions N7): the app's own login token, checked against its provider's keys. */
export function loginTokens(options: LoginOptions): ReadLogin {
  const sets = new Map<string, KeySet>();
  const setOf = (url: string): KeySet => {
    const known = sets.get(url) ?? keySet(url, options);
    sets.set(url, known);
    return known;
  };
  return async (token) => {
    const clientAuth = await options.clientAuth();
    if (!clientAuth) return bad('tokens are signed with HS256 and the app key of this stage');
    const { alg = '', kid } = decodeProtectedHeader(token);
    if (!algorithms.includes(alg)) return bad(`login tokens are signed with ${algorithms.join(' or ')}`);
    const keys = await setOf(clientAuth.jwks).with(kid);
    if (!keys) return bad('the key set of the login provider cannot be read at the moment: try again');
    return options.apart(() => verify(token, keys, clientAuth, options.clock));
  };
}

async function verify(
  token: string,
  keys: NonNullable<Awaited<ReturnType<KeySet['with']>>>,
  clientAuth: ClientAuth,
  clock: Clock,
): Promise<ClaimsRead> {
  const { issuer, audience } = clientAuth;
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      requiredClaims: ['exp'],
      currentDate: new Date(clock.now()),
      ...(issuer === undefined ? {} : { issuer }),
      ...(audience === undefined ? {} : { audience }),
    });
    return readLoginClaims(payload, clientAuth);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return bad('no key of the login provider has signed this');
    if (error instanceof errors.JWSSignatureVerificationFailed) return bad('the signature is wrong');
    return refusal(error);
  }
}
