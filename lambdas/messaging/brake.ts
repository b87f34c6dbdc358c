import { ServiceUnavailable } from '../kernel/failures.ts';
import { type Instant, parseInstant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Key } from '../kernel/rows.ts';

export const brakeKey: Key = { pk: 'BRAKE#all', sk: 'BRAKE' };

/** `ops pause-all`: one flag that every mail and every charge asks for before it leaves (completions N4). */
export async function isBraked({ rows }: Pick<Ports, 'rows'>): Promise<boolean> {
  const item = await rows.get(brakeKey);
  return item?.on === true;
}

/** Since when everything is paused; undefined while things go on. */
export async function brakedSince({ rows }: Pick<Ports, 'rows'>): Promise<Instant | undefined> {
  const item = await rows.get(brakeKey);
  return item?.on === true ? parseInstant(String(item.at)) : undefined;
}

const mark = 'paused by ops';

/** What a braked adapter throws: nothing was done, and it may be done when things go on. */
export const heldBack = (what: string): ServiceUnavailable =>
  new ServiceUnavailable(`everything is paused ("ops pause-all"): no ${what} leaves until "ops resume-all"`, {
    facts: { reason: mark },
  });

export const isHeldBack = (error: unknown): boolean =>
  error instanceof ServiceUnavailable && error.facts.reason === mark;
