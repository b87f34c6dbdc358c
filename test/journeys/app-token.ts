import { SignJWT } from 'jose';
import { toSeconds } from '../../lambdas/kernel/instant.ts';
import { askApp } from '../../local/world/ask-app.ts';
import { localAppKey } from '../../local/world/names.ts';
import type { World } from '../../local/world/world.ts';

/** What the user's own server does, at the world's time. */
export const mintToken = (world: World, claims: Record<string, unknown>): Promise<string> => {
  const now = toSeconds(world.simulator.now());
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('holdfast')
    .setIssuedAt(now)
    .setExpirationTime(now + 3600)
    .sign(new TextEncoder().encode(localAppKey));
};

/** The answer to one page of the app; a `null` token sends none. */
export async function asks(world: World, route: string, claims: Record<string, unknown>): Promise<unknown> {
  const token = await mintToken(world, { sub: 'acme', ...claims });
  return JSON.parse((await askApp(world, { route, headers: { authorization: `Bearer ${token}` } })).body);
}
