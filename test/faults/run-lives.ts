import { Faults } from '../../local/faults/faults.ts';
import { judge } from './invariants.ts';
import { live, usualRate } from './life.ts';
import { obey } from './own-process.ts';

export interface Order {
  readonly from: number;
  readonly to: number;
  /** Of faults per call. */
  readonly rates: number;
}

export interface Lived {
  readonly broken: readonly string[];
  readonly counts: readonly (readonly [string, number])[];
}

/** Lives the seeds one after the other, judges each, and counts what struck. */
export async function liveThrough({ from, to, rates = usualRate }: Order): Promise<Lived> {
  const broken: string[] = [];
  const met = new Faults('tally', 0);
  for (let seed = from; seed <= to; seed += 1) {
    const life = await live(seed, { rates });
    broken.push(...judge(life).map(({ invariant, what }) => `seed ${seed}: ${invariant}: ${what}`));
    for (const [what, count] of life.faults.counts) met.counts.set(what, (met.counts.get(what) ?? 0) + count);
  }
  return { broken, counts: [...met.counts] };
}

await obey(import.meta, liveThrough);
