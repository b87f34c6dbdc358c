import { type Finding, judge } from './invariants.ts';
import { type LifeOptions, live } from './life.ts';
import { obey } from './own-process.ts';
import { type Planted, planted } from './planted.ts';

/** A judge that has not seen a bug by then does not see it. */
const mostSeeds = 500;

export interface Caught {
  readonly name: string;
  /** Of the first life that is red; absent: nobody saw the bug. */
  readonly seed?: number;
  readonly invariant?: string;
  /** What the judges say of the same lives without the bug. */
  readonly without: readonly Finding[];
}

const optionsOf = ({ focus, rates }: Planted): LifeOptions => ({
  ...(focus ? { focus } : {}),
  ...(rates === undefined ? {} : { rates }),
});

async function hunt(name: string, one: Planted): Promise<Caught> {
  for (let seed = 1; seed <= mostSeeds; seed += 1) {
    const [first] = judge(await live(seed, { ...optionsOf(one), bug: one.bug() }));
    if (first) return { name, seed, invariant: first.invariant, without: await withoutIt(one, seed) };
  }
  return { name, without: [] };
}

async function withoutIt(one: Planted, seeds: number): Promise<Finding[]> {
  const found: Finding[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) found.push(...judge(await live(seed, optionsOf(one))));
  return found;
}

/** Each bug by its name, one after the other. */
export async function huntAll(names: readonly string[]): Promise<Caught[]> {
  const caught: Caught[] = [];
  for (const name of names) {
    const one = planted[name];
    if (one) caught.push(await hunt(name, one));
  }
  return caught;
}

await obey(import.meta, huntAll);
