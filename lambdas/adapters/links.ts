import { SignJWT } from 'jose';
import type { Links } from '../kernel/ports.ts';

export interface LinkKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Bound to one purpose (audience) and one set of claims, with an expiry and a key id for rotation (spec messaging, links). */
export const signedLinks = (baseUrl: string, key: LinkKey): Links => ({
  async mint(purpose, claims, expires) {
    const token = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', kid: key.id })
      .setAudience(purpose)
      .setExpirationTime(Math.floor(expires / 1000))
      .sign(key.secret);
    return `${baseUrl}/p/${purpose}/${token}`;
  },
});
