import { StateError } from './failure.ts';

/** Bytes of UTF-8 for a state's input, output and a task's result (service quota, 256 KiB). */
export const MAX_PAYLOAD_BYTES = 262_144;
/** Events in one history before the execution fails (hard quota). */
export const MAX_HISTORY_EVENTS = 25_000;
/** Iterations of an inline Map that run at once when MaxConcurrency is 0. */
export const INLINE_MAP_CONCURRENCY = 40;
/** Seconds; the default TimeoutSeconds, and the largest that may be given. */
export const MAX_SECONDS = 99_999_999;
/** Milliseconds; a Wait may not reach further than 2^31 seconds (recorded: 24,855 days pass, 24,856 do not). */
export const MAX_WAIT_MS = 2_147_483_648_000;

/** True when the text is over the limit; the byte count is taken only when the length leaves it open. */
export const isTooLarge = (text: string): boolean =>
  text.length * 3 > MAX_PAYLOAD_BYTES && Buffer.byteLength(text) > MAX_PAYLOAD_BYTES;

/** `fromTask`: AWS lets States.ALL catch the error when a task's result raised it (recorded 2024-03). */
export function dataLimitError(state: string, fromTask: boolean): StateError {
  const cause = `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateError({ error: 'States.DataLimitExceeded', cause, catchable: fromTask });
}
