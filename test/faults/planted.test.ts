import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Caught } from './hunt.ts';
import { inOwnProcess } from './own-process.ts';
import { planted } from './planted.ts';

const names = Object.keys(planted);
const script = join(import.meta.dirname, 'hunt.ts');

describe('a bug planted in the protocol', () => {
  const caught = new Map<string, Caught>();
  beforeAll(async () => {
    const halves = [0, 1].map((half) => names.filter((_name, index) => index % 2 === half));
    const found = await Promise.all(halves.map((half) => inOwnProcess<Caught[]>(script, half)));
    for (const one of found.flat()) caught.set(one.name, one);
  }, 300_000);

  it('is one of at least fifteen', () => {
    expect(names.length).toBeGreaterThanOrEqual(15);
  });

  it.each(names)('is seen: %s', (name) => {
    expect(caught.get(name)).toMatchObject({ seed: expect.any(Number), without: [] });
  });

  it('tells which judge saw which bug', () => {
    const lines = [...caught.values()].map(
      ({ name, seed, invariant }) => `seed ${String(seed).padStart(3)}  ${name}  <-  ${invariant ?? 'nothing'}`,
    );
    process.stdout.write(`${lines.join('\n')}\n`);

    expect(lines).toHaveLength(names.length);
  });
});
