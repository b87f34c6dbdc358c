import type { Context } from 'hono';
import { jwtVerify, SignJWT } from 'jose';
import { audience } from '../../lambdas/app/token-claims.ts';
import { type Instant, toSeconds } from '../../lambdas/kernel/instant.ts';
import { askApp } from '../world/ask-app.ts';
import { localAppKey } from '../world/names.ts';
import type { Host } from './host.ts';

/** What the user's own app asks: the deployed handler answers. */
export async function answerTheApp(c: Context, host: Host): Promise<Response> {
  await host.catchUp();
  const { authorization, origin, 'if-none-match': known } = c.req.header();
  const answer = await askApp(host.world, {
    route: `${c.req.method} ${c.req.path}`,
    headers: {
      ...(origin === undefined ? {} : { origin }),
      ...(known === undefined ? {} : { 'if-none-match': known }),
      ...(authorization === undefined ? {} : { authorization: await inVirtualTime(authorization, host) }),
    },
    query: c.req.query(),
  });
  return new Response([204, 304].includes(answer.statusCode) ? null : answer.body, {
    status: answer.statusCode,
    headers: answer.headers,
  });
}

const key = new TextEncoder().encode(localAppKey);

/**
 * A server mints by the clock on the wall, this world may be weeks ahead: a token that is good by the wall clock is minted
 * again at the virtual time, with what is left of its hour. Any other goes on as it came, for the handler to judge.
 */
async function inVirtualTime(authorization: string, { world, wallNow }: Host): Promise<string> {
  const token = authorization.replace(/^bearer +/i, '');
  const [wall, virtual] = [wallNow(), world.simulator.now()];
  const claims = await claimsAt(token, wall);
  if (!claims) return authorization;
  const moved = (at: unknown): number => Number(at) + toSeconds(virtual) - toSeconds(wall);
  const { iat, exp } = claims;
  const again = new SignJWT({ ...claims, iat: moved(iat), exp: moved(exp) }).setProtectedHeader({ alg: 'HS256' });
  return `Bearer ${await again.sign(key)}`;
}

async function claimsAt(token: string, at: Instant): Promise<Record<string, unknown> | undefined> {
  const rules = { algorithms: ['HS256'], audience, requiredClaims: ['iat', 'exp'], currentDate: new Date(at) };
  return jwtVerify(token, key, rules).then(
    ({ payload }) => payload,
    () => undefined,
  );
}
