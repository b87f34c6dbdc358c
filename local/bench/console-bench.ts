import { after } from '../../lambdas/kernel/instant.ts';
import { crowd } from '../console/crowd.ts';
import { createApp } from '../server/app.ts';
import { Host } from '../server/host.ts';
import { acme, T, worldWith } from '../world/acme.ts';
import { percentile } from './statistics.ts';

/** Every kind of page that stands on the board, with a search and a filter among them. */
export const pages = [
  '/',
  '/executions',
  '/executions?is=open&sort=due',
  '/accounts',
  '/accounts?q=granite&sort=worth',
  '/accounts/crowd-00021',
  '/mailbox',
  '/mailbox?q=crowd-07',
  '/messages',
  '/messages?group=dropped&page=40',
  '/messages?q=harbor',
  '/tasks',
  '/tasks?standing=overdue',
] as const;

/** 10,000 accounts and 100,000 messages; before each page something has been written, as in a world that runs. */
export async function consoleMs(rounds = 20): Promise<Readonly<Record<string, readonly number[]>>> {
  const world = await worldWith(acme);
  crowd(world);
  const app = createApp(new Host(world, () => T));
  world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
  const times = new Map<string, number[]>(pages.map((path) => [path, []]));
  for (let round = 0; round <= rounds; round += 1) {
    await world.runUntil(after(T, { hours: 6 * round }));
    for (const [path, of] of times) {
      await world.ports.rows.update({ pk: 'A#acme', sk: 'ACCOUNT' }, { set: [['name', `Acme ${round}${path}`]] });
      const took = await msOf(app, path);
      // The first round compiles and fills what is kept.
      if (round > 0) of.push(took);
    }
  }
  return Object.fromEntries(times);
}

async function msOf(app: ReturnType<typeof createApp>, path: string): Promise<number> {
  const began = performance.now();
  const response = await app.request(path, { headers: { host: 'localhost' } });
  await response.text();
  if (response.status !== 200) throw new Error(`the console answered ${path} with ${response.status}`);
  return performance.now() - began;
}

export async function consoleFigures(): Promise<Readonly<Record<string, number>>> {
  const times = await consoleMs();
  return {
    console_overview_ms_p95: percentile(times['/'] ?? [], 0.95),
    console_slowest_page_ms_p95: Math.max(...Object.values(times).map((of) => percentile(of, 0.95))),
  };
}
