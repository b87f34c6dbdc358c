import type { Values } from '../dynamodb/values.ts';
import type { World } from '../world/world.ts';
import { storedBytes } from './capacity-units.ts';
import type { Journey, Usage } from './usage.ts';

export type Stored = ReadonlyMap<Journey, number>;

/** Bytes the table holds, with its indexes, by whose they are. */
export function storageOf({ table }: Pick<World, 'table'>): Stored {
  const stored = new Map<Journey, number>();
  for (const item of table.items()) {
    const journey = ownerOf(item);
    stored.set(journey, (stored.get(journey) ?? 0) + storedBytes(item));
  }
  return stored;
}

function ownerOf({ sk, journey }: Values): Journey {
  const [, ofCase] = /^CASE#([a-z-]+)#/.exec(String(sk)) ?? [];
  return ofCase ?? (typeof journey === 'string' ? journey : 'billing');
}

/** What is there before, and as many months of what one month adds; point-in-time recovery is billed by the same bytes. */
export function countStorage(before: Stored, after: Stored, months: number, usage: Usage): void {
  for (const [journey, bytes] of after) {
    const settled = before.get(journey) ?? 0;
    const gigabytes = (settled + months * (bytes - settled)) / 1e9;
    usage.add(journey, 'ddb.storage', 'rows and their indexes', gigabytes);
    usage.add(journey, 'ddb.pitr', 'point-in-time recovery', gigabytes);
  }
}
