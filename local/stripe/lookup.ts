/** The object, or a sentence that names the ones there are. */
export function found<T>(table: ReadonlyMap<string, T>, noun: string, id: string): T {
  const object = table.get(id);
  if (object === undefined)
    throw new Error(
      `the fake Stripe has no ${noun} "${id}": add it first, it has ${[...table.keys()].slice(-5).join(', ') || 'none'}`,
    );
  return object;
}

/** The earliest of (id, epoch seconds) pairs, in milliseconds; the first of equals. */
export function earliest(pairs: readonly (readonly [string, number])[]): { id: string; due: number } | undefined {
  let best: { id: string; due: number } | undefined;
  for (const [id, seconds] of pairs)
    if (best === undefined || seconds * 1000 < best.due) best = { id, due: seconds * 1000 };
  return best;
}
