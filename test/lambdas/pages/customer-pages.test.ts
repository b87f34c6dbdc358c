import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpResponse } from '../../../lambdas/kernel/http.ts';
import { after as later } from '../../../lambdas/kernel/instant.ts';
import { visit } from '../../../local/world/visit.ts';
import type { World } from '../../../local/world/world.ts';
import { pass, renew, T, withCharges, worldWith } from '../../journeys/world.ts';

const about = 'CASE#payment-recovery#sub_acme';
const tokenIn = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** A customer whose renewal failed yesterday: pages that act and what a paused plan shows. */
async function failing(...charges: string[]): Promise<World> {
  const world = await worldWith(withCharges(...charges));
  renew(world);
  await pass(world, { hours: 25 });
  return world;
}

const linkOf = async (world: World, page: string, life = { days: 30 }): Promise<string> => {
  const claims = { page, account: 'acme', case: about, invoice: 'in_1' };
  return tokenIn(await world.ports.links.mint(page, claims, later(T, life)));
};

const get = (world: World, purpose: string, token: string, method = 'GET'): Promise<HttpResponse> =>
  visit(world, { method, purpose, token });
const post = (world: World, purpose: string, token: string, form: Record<string, string>) =>
  visit(world, { method: 'POST', purpose, token, form: new URLSearchParams(form).toString() });
const fieldsOf = (body: string): Record<string, string> =>
  Object.fromEntries([...body.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));

it('shows', async () => {
  const world = await failing('insufficient_funds');
  for (const page of ['update-card', 'pay', 'resume', 'cancel', 'what-happened']) {
    const a = await get(world, page, await linkOf(world, page));
    process.stderr.write(`${page} ${a.statusCode} ${a.body.replace(/<style>.*<\/style>/s, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')}\n`);
  }
  const token = await linkOf(world, 'pay');
  const body = (await get(world, 'pay', token)).body;
  const r = await post(world, 'pay', token, fieldsOf(body));
  process.stderr.write(`${r.statusCode} ${r.headers.location}\n`);
  process.stderr.write(JSON.stringify(world.stripe.charges.map(({ actor, outcome }) => [actor, outcome])));
  const t2 = await linkOf(world, 'update-card');
  const r2 = await post(world, 'update-card', t2, fieldsOf((await get(world, 'update-card', t2)).body));
  process.stderr.write(JSON.stringify(world.logs.slice(-3)));
  process.stderr.write(`${r2.statusCode} ${r2.headers.location}\n${JSON.stringify(world.stripe.calls.at(-1))}`);
  expect(1).toBe(1);
});
