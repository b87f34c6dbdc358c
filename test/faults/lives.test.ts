import { describe, expect, it } from '@jest/globals';
import { judge } from './invariants.ts';
import { type Life, live } from './life.ts';

/** So many really run here; `LIVES=2000 npm test -- test/faults/lives` is the soak. */
const lives = Number(process.env.LIVES ?? 500);

/** Each of these has to happen somewhere in a run, or the run proved nothing about it. */
const expected = [
  ...['store', 'stripe', 'workflows', 'queues'].flatMap((of) => [`${of} refused`, `${of} answer lost`, `slow ${of}`]),
  ...['recovery-step', 'billing-events', 'dispatcher', 'sweep'].flatMap((of) => [
    `crash before a call: ${of}`,
    `crash after a call: ${of}`,
    `preempted: ${of} at store`,
  ]),
  'preempted: recovery-step at stripe',
  'killed by its timeout: dispatcher',
  'index lag',
  'message delivered twice',
  'status event lost',
  'webhook delivered twice',
  'webhook late',
];

async function liveThrough(seeds: number, counts: Map<string, number>): Promise<string[]> {
  const broken: string[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const life = await live(seed);
    broken.push(...judge(life).map(({ invariant, what }) => `seed ${seed}: ${invariant}: ${what}`));
    addUp(life, counts);
  }
  return broken;
}

function addUp({ faults }: Life, counts: Map<string, number>): void {
  for (const [what, count] of faults.counts) counts.set(what, (counts.get(what) ?? 0) + count);
}

function tell(started: number, counts: ReadonlyMap<string, number>): void {
  const seconds = (performance.now() - started) / 1000;
  const lines = [...counts].sort().map(([what, count]) => `  ${String(count).padStart(7)}  ${what}`);
  const speed = `${(lives / seconds).toFixed(1)} lives/s`;
  process.stdout.write(`${lives} lives in ${seconds.toFixed(1)} s (${speed})\n${lines.join('\n')}\n`);
}

describe('payment recovery', () => {
  it(
    `keeps its promises in ${lives} lives under faults`,
    async () => {
      const counts = new Map<string, number>();
      const started = performance.now();

      const broken = await liveThrough(lives, counts);
      tell(started, counts);

      expect(broken).toEqual([]);
      expect(expected.filter((what) => !counts.get(what))).toEqual([]);
    },
    60_000 + lives * 1000,
  );

  it('keeps the strict limits when nothing fails', async () => {
    const broken: string[] = [];
    for (let seed = 1; seed <= lives / 10; seed += 1) {
      const findings = judge(await live(seed, { rates: 0 }));
      broken.push(...findings.map(({ invariant, what }) => `seed ${seed}: ${invariant}: ${what}`));
    }

    expect(broken).toEqual([]);
  });

  it('lives the same life again from the same seed', async () => {
    const [one, other] = [await live(7), await live(7)];

    expect(other.trace.calls.map(({ at, operation }) => [at, operation])).toEqual(
      one.trace.calls.map(({ at, operation }) => [at, operation]),
    );
  });
});
