import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Faults } from '../../local/faults/faults.ts';
import { judge } from './invariants.ts';
import { type Life, live, usualRate } from './life.ts';
import { inOwnProcess } from './own-process.ts';
import { rare, stormy, usual } from './points.ts';
import type { Lived, Order } from './run-lives.ts';

/** So many really run here; `LIVES=2000 npm test -- test/faults/lives` is the soak. */
const lives = Number(process.env.LIVES ?? 200);

/** How many of the lives have ten times the usual faults. */
const storms = Math.max(10, Math.round(lives / 50));

/** Half of the seeds in one process, half in another. */
async function liveThrough(seeds: number, rates: number): Promise<{ broken: string[]; met: Faults }> {
  const half = Math.ceil(seeds / 2);
  const parts = await Promise.all([
    inProcess({ from: 1, to: half, rates }),
    inProcess({ from: half + 1, to: seeds, rates }),
  ]);
  const met = new Faults('tally', 0);
  for (const [what, count] of parts.flatMap(({ counts }) => counts))
    met.counts.set(what, (met.counts.get(what) ?? 0) + count);
  return { broken: parts.flatMap(({ broken }) => broken), met };
}

const script = join(import.meta.dirname, 'run-lives.ts');

const inProcess = (order: Order): Promise<Lived> => inOwnProcess(script, order);

function tell(started: number, { counts }: Faults): void {
  const seconds = (performance.now() - started) / 1000;
  const lines = [...counts].sort().map(([what, count]) => `  ${String(count).padStart(7)}  ${what}`);
  const speed = `${(lives / seconds).toFixed(1)} lives/s`;
  process.stdout.write(`${lives} lives in ${seconds.toFixed(1)} s (${speed})\n${lines.join('\n')}\n`);
}

describe('payment recovery', () => {
  it(
    `keeps its promises in ${lives} lives under faults`,
    async () => {
      const started = performance.now();

      const { broken, met } = await liveThrough(lives, usualRate);
      tell(started, met);

      expect(broken).toEqual([]);
      expect(met.missing(lives < 2000 ? usual : [...usual, ...rare])).toEqual([]);
    },
    60_000 + lives * 1000,
  );

  it(
    `keeps its promises in ${storms} lives under ten times the faults`,
    async () => {
      const { broken, met } = await liveThrough(storms, 10 * usualRate);

      expect(broken).toEqual([]);
      expect(met.missing(stormy)).toEqual([]);
    },
    60_000 + storms * 5000,
  );

  it('keeps the strict limits when nothing fails', async () => {
    const { broken } = await liveThrough(lives / 10, 0);

    expect(broken).toEqual([]);
  });

  it.each([7, 8, 9])('lives the same life again from seed %d, to the last stored byte', async (seed) => {
    const [one, other] = [await live(seed), await live(seed)];

    expect(one.faults.counts.size).toBeGreaterThan(0);
    expect(calls(other)).toEqual(calls(one));
    expect(JSON.stringify(other.world)).toBe(JSON.stringify(one.world));
  });

  it('is red when a message dies once nothing fails any more', async () => {
    const life = await live(7, { rates: 0 });
    const letter = { id: 'm-0', queue: 'billing-events', body: '{"id":"evt_lost"}', receives: 8, flying: 0 } as const;
    life.world.queues.deadLetters.push({ ...letter });

    expect(judge(life)).toEqual([
      { invariant: 'what was queued is worked off in the end', what: 'billing-events gave up: {"id":"evt_lost"}' },
    ]);
  });

  it('lives another life from another seed', async () => {
    expect(JSON.stringify((await live(8)).world)).not.toBe(JSON.stringify((await live(7)).world));
  });
});

const calls = ({ trace }: Life) => trace.calls.map(({ at, operation }) => [at, operation]);
