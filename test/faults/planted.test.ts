import { describe, expect, it } from '@jest/globals';
import { type Finding, judge } from './invariants.ts';
import { type LifeOptions, live } from './life.ts';
import { type Planted, planted } from './planted.ts';

/** A judge that has not seen a bug by then does not see it. */
const mostSeeds = 500;

interface Caught {
  readonly seed: number;
  readonly findings: readonly Finding[];
}

const optionsOf = ({ focus, rates }: Planted): LifeOptions => ({
  ...(focus ? { focus } : {}),
  ...(rates === undefined ? {} : { rates }),
});

async function hunt(one: Planted): Promise<Caught | undefined> {
  for (let seed = 1; seed <= mostSeeds; seed += 1) {
    const findings = judge(await live(seed, { ...optionsOf(one), bug: one.bug() }));
    if (findings.length > 0) return { seed, findings };
  }
  return undefined;
}

/** The same lives without the bug. */
async function withoutIt(one: Planted, seeds: number): Promise<Finding[]> {
  const found: Finding[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) found.push(...judge(await live(seed, optionsOf(one))));
  return found;
}

const caught: string[] = [];

describe('a bug planted in the protocol', () => {
  it('is one of at least fifteen', () => {
    expect(Object.keys(planted).length).toBeGreaterThanOrEqual(15);
  });

  it.each(Object.entries(planted))('is seen: %s', async (name, one) => {
    const red = await hunt(one);
    caught.push(`seed ${String(red?.seed).padStart(3)}  ${name}  <-  ${red?.findings[0]?.invariant ?? 'nothing'}`);

    expect(red).toBeDefined();
    expect(await withoutIt(one, red?.seed ?? 0)).toEqual([]);
  });

  it('tells which judge saw which bug', () => {
    process.stdout.write(`${caught.join('\n')}\n`);

    expect(caught).toHaveLength(Object.keys(planted).length);
  });
});
