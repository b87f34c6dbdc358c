import { describe, expect, it } from '@jest/globals';
import { Faults } from '../../local/faults/faults.ts';
import { judge } from './invariants.ts';
import { type Life, type LifeOptions, live, usualRate } from './life.ts';
import { rare, stormy, usual } from './points.ts';

/** So many really run here; `LIVES=2000 npm test -- test/faults/lives` is the soak. */
const lives = Number(process.env.LIVES ?? 500);

/** How many of the lives have ten times the usual faults. */
const storms = Math.max(8, lives / 50);
const stormRate = 10 * usualRate;

/** Only to count in: what all the lives of a run met. */
const tally = (): Faults => new Faults('tally', 0);

async function liveThrough(seeds: number, met: Faults, options: LifeOptions = {}): Promise<string[]> {
  const broken: string[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const life = await live(seed, options);
    broken.push(...judge(life).map(({ invariant, what }) => `seed ${seed}: ${invariant}: ${what}`));
    addUp(life, met);
  }
  return broken;
}

function addUp({ faults }: Life, { counts }: Faults): void {
  for (const [what, count] of faults.counts) counts.set(what, (counts.get(what) ?? 0) + count);
}

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
      const met = tally();
      const started = performance.now();

      const broken = await liveThrough(lives, met);
      tell(started, met);

      expect(broken).toEqual([]);
      expect(met.missing(lives < 2000 ? usual : [...usual, ...rare])).toEqual([]);
    },
    60_000 + lives * 1000,
  );

  it(
    `keeps its promises in ${storms} lives under ten times the faults`,
    async () => {
      const met = tally();

      expect(await liveThrough(storms, met, { rates: stormRate })).toEqual([]);
      expect(met.missing(stormy)).toEqual([]);
    },
    60_000 + storms * 5000,
  );

  it('keeps the strict limits when nothing fails', async () => {
    const broken = await liveThrough(lives / 10, tally(), { rates: 0 });

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
