import { createHash, timingSafeEqual } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { audience, bad, type ClaimsRead, readServerClaims } from '../app/token-claims.ts';
import type { AppTokens, Clock } from '../kernel/ports.ts';
import type { LinkKeys } from './links.ts';

/** WebCrypto answers later; the laptop's world lets nobody else run meanwhile. */
export type Apart = <T>(work: () => Promise<T>) => Promise<T>;

/** Reads the tokens an identity provider gave the people of the user's app. */
export type ReadLogin = (token: string) => Promise<ClaimsRead>;

export interface TokenOptions {
  readonly clock: Clock;
  readonly readLogin: ReadLogin;
  readonly apart: Apart;
}

/**
 * Two kinds of token, told apart by their algorithm and never checked by the other's key: HS256 is the user's own server,
 * everything else is an identity provider. The first key is the one to mint with; the others stay valid while it is rolled.
 */
export const appTokens = (keys: LinkKeys, { clock, readLogin, apart }: TokenOptions): AppTokens => ({
  isServerKey: (text) => keys.some(({ secret }) => isSame(secret, text)),

  async read(token) {
    const alg = algorithmOf(token);
    if (alg === undefined) return bad('this is no token: three parts with dots between them');
    if (alg === 'HS256') return apart(() => readServer(token, keys, clock));
    return readLogin(token);
  },
});

/** Hashes have one length, so that comparing them tells nothing about the key. */
const isSame = (secret: Uint8Array, text: string): boolean => {
  const hash = (of: Uint8Array | string): Buffer => createHash('sha256').update(of).digest();
  return timingSafeEqual(hash(secret), hash(text));
};

function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}

async function readServer(token: string, keys: LinkKeys, clock: Clock): Promise<ClaimsRead> {
  const now = clock.now();
  const rules = { algorithms: ['HS256'], audience, currentDate: new Date(now) };
  let answer = bad('the signature is wrong: sign with the app key of this stage');
  for (const { secret } of keys) {
    try {
      return readServerClaims((await jwtVerify(token, secret, rules)).payload, now);
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) answer = refusal(error);
    }
  }
  return answer;
}

/** jose looks at the signature first: from there on the words are about a token that is genuine. */
export function refusal(error: unknown): ClaimsRead {
  if (error instanceof errors.JWTExpired) return bad('the token has expired: get a new one');
  if (error instanceof errors.JWTClaimValidationFailed)
    return bad(claimWords[error.claim] ?? `${error.claim} is wrong`);
  if (error instanceof errors.JOSEError) return bad('the token cannot be read, or is signed another way than expected');
  throw error;
}

const claimWords: Readonly<Record<string, string>> = {
  nbf: 'the token is not valid yet: compare the clocks',
  aud: 'the token is for another audience',
  iss: 'the token is from another issuer',
};
