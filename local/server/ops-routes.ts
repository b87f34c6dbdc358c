import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { BadInput, Conflict, Failure, NotFound } from '../../lambdas/kernel/failures.ts';
import { issueWords, wordsOf } from '../../lambdas/kernel/log.ts';
import { type Command, commandSchema } from '../ops/command.ts';
import { carryOutCommand, whereItStands } from '../ops/run.ts';
import { aSecondOf } from '../world/reconcile.ts';
import type { World } from '../world/world.ts';

/** One world, and the way to do one thing at a time in it. */
export interface OpsHost {
  readonly world: World;
  act<T>(run: () => Promise<T>): Promise<T>;
  catchUp(): Promise<void>;
}

/** The commands of `npm run ops`, for programs on this machine only. */
export function opsRoutes(host: OpsHost): Hono {
  const app = new Hono();
  app.post('/:command', async (c) => {
    const refusal = whyRefused(c);
    if (refusal !== undefined) return c.json({ error: refusal }, 403);
    const body: unknown = await c.req.json().catch(() => undefined);
    const parsed = commandSchema.safeParse({ ...Object(body), command: c.req.param('command') });
    if (!parsed.success) return c.json({ error: `the command has a ${issueWords(parsed.error.issues)}` }, 400);
    return host.act(() => answer(c, parsed.data, host));
  });
  return app;
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const localName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * A page in the same browser must not steer this world. A form cannot send JSON, a script needs leave we never give, and a
 * name somebody points at this machine is not one of ours.
 */
function whyRefused(c: Context): string | undefined {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (!loopback.test(remoteOf(c) ?? '')) return 'commands are taken from this machine only';
  if (!localName.test(c.req.header('host') ?? '')) return 'commands are taken at localhost only';
  if (c.req.header('origin') !== undefined) return 'commands are not taken from web pages, use npm run ops';
  return type === 'application/json' ? undefined : 'commands are taken as application/json only';
}

/** Undefined where there is no connection at all. */
function remoteOf(c: Context): string | undefined {
  try {
    return getConnInfo(c).remote.address;
  } catch {
    return undefined;
  }
}

/** The world runs on at the same instant, so that the answer tells what came of it. */
async function answer(c: Context, command: Command, host: OpsHost): Promise<Response> {
  const { world } = host;
  try {
    await host.catchUp();
    const { lines } = await carryOutCommand(command, world.ports, aSecondOf(world));
    await world.runUntil(world.simulator.now());
    return c.json({ lines: [...lines, ...(await whereItStands(command, world.ports))] });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return c.json({ error: wordsOf(error).why }, statusOf(error));
  }
}

function statusOf(error: Failure): 400 | 404 | 409 | 503 {
  if (error instanceof BadInput) return 400;
  if (error instanceof NotFound) return 404;
  return error instanceof Conflict ? 409 : 503;
}
