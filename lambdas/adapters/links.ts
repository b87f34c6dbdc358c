import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { fromSeconds } from '../kernel/instant.ts';
import type { Clock, LinkRead, Links } from '../kernel/ports.ts';

export interface LinkKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** The first one signs; the others stay for links that are still out (rotation). */
export type LinkKeys = readonly [LinkKey, ...LinkKey[]];

/** Bound to one purpose (audience) and one set of claims, with an expiry and a key id for rotation (spec messaging, links). */
export const signedLinks = (baseUrl: string, keys: LinkKeys, clock: Clock): Links => ({
  async mint(purpose, claims, expires) {
    const [{ id, secret }] = keys;
    const token = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', kid: id })
      .setAudience(purpose)
      .setExpirationTime(Math.floor(expires / 1000))
      .sign(secret);
    return `${baseUrl}/p/${purpose}/${token}`;
  },

  async read(purpose, token) {
    const keyOf = ({ kid }: { kid?: string | undefined }): Uint8Array => {
      const key = keys.find(({ id }) => id === kid);
      if (!key) throw new errors.JWSInvalid('no key of ours has this id');
      return key.secret;
    };
    const rules = { algorithms: ['HS256'], audience: purpose, requiredClaims: ['exp'], currentDate: dateOf(clock) };
    try {
      return { kind: 'good', ...contentOf((await jwtVerify(token, keyOf, rules)).payload) };
    } catch (error) {
      return refusal(error);
    }
  },
});

const dateOf = (clock: Clock): Date => new Date(clock.now());

function contentOf({ aud: _purpose, exp = 0, ...claims }: JWTPayload) {
  const texts = Object.entries(claims).filter((claim): claim is [string, string] => typeof claim[1] === 'string');
  return { claims: Object.fromEntries(texts), expires: fromSeconds(exp) };
}

/** jose looks at the expiry last: what is told as expired was signed by us, for this purpose. */
function refusal(error: unknown): LinkRead {
  if (error instanceof errors.JWTExpired) return { kind: 'expired', expires: contentOf(error.payload).expires };
  if (error instanceof errors.JOSEError) return { kind: 'broken' };
  throw error;
}
