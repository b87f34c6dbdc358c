import { type Instant, instant, parseInstant } from '../../lambdas/kernel/instant.ts';
import { crowd } from '../console/crowd.ts';
import { createApp } from '../server/app.ts';
import { Host } from '../server/host.ts';
import { sampleWorld } from '../server/sample-world.ts';
import { percentile } from './statistics.ts';

const views = 60;

/**
 * The first page with 10,000 accounts and 100,000 messages in the store, as it is asked for while things happen: a row is
 * written before every view, so that nothing is shown from the view before.
 */
export async function consoleOverviewMsP95(): Promise<number> {
  const world = await sampleWorld(parseInstant('2026-11-10T15:00:00Z'));
  crowd(world);
  const app = createApp(new Host(world, (): Instant => instant(Date.now())));
  const times: number[] = [];
  for (let view = -5; view < views; view += 1) {
    await world.ports.rows.update({ pk: 'A#crowd-00001', sk: 'ACCOUNT' }, { set: [['name', `Company ${view + 5}`]] });
    const began = performance.now();
    const response = await app.request('/');
    const page = await response.text();
    if (view >= 0) times.push(performance.now() - began);
    if (response.status !== 200 || !page.includes('crowd-'))
      throw new Error(`the overview was not shown: ${page.slice(0, 200)}`);
  }
  return percentile(times, 0.95);
}
