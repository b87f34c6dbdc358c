import type { Context } from 'hono';
import { visit } from '../world/visit.ts';
import type { Host } from './host.ts';

/** Where the links in mails lead: the deployed handler answers, and what followed from it happens at once. */
export async function answerVisit(c: Context, host: Host): Promise<Response> {
  const { world } = host;
  await host.catchUp();
  const { purpose = '', token = '' } = c.req.param();
  const { method } = c.req;
  const form = method === 'POST' ? { form: await c.req.text() } : {};
  const answer = await visit(world, { method, purpose, token, ...form });
  await world.runUntil(world.simulator.now());
  return new Response(answer.body, { status: answer.statusCode, headers: answer.headers });
}
