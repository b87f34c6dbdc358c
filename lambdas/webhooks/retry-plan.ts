import { stableFraction } from '../kernel/ids.ts';
import { after, type Duration, type Instant, milliseconds } from '../kernel/instant.ts';

/**
 * When a delivery is tried, counted from its first moment: soon for a hiccup, then rarer, the last time after three days
 * (completions N7). An endpoint that is back after 2.9 days is still met.
 */
export const tryOffsets: readonly Duration[] = [
  {},
  { seconds: 5 },
  { minutes: 1 },
  { minutes: 5 },
  { minutes: 30 },
  { hours: 2 },
  { hours: 6 },
  { hours: 12 },
  { hours: 24 },
  { hours: 36 },
  { hours: 48 },
  { hours: 60 },
  { hours: 72 },
];

/** Of the gap before a try: what failed together comes back spread out. */
const spread = 0.05;

/** When try number `tries` (the first is 0) of a delivery is due; undefined: it has had its last. */
export function dueOfTry(tries: number, begun: Instant, key: string): Instant | undefined {
  const [offset, before] = [tryOffsets[tries], tryOffsets[tries - 1]];
  if (offset === undefined) return undefined;
  const gap = milliseconds(offset) - milliseconds(before ?? {});
  const later = Math.floor(stableFraction('webhook', key, String(tries)) * spread * gap);
  return after(begun, { milliseconds: milliseconds(offset) + later });
}
