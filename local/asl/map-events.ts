import type { Draft } from './draft.ts';
import type { MapState } from './machine.ts';
import type { Thread } from './types.ts';

export function logMapStart(draft: Draft, thread: Thread, state: MapState, length: number): void {
  draft.emit(thread, 'MapStateStarted', { length });
  if (state.distributed) draft.emit(thread, 'MapRunStarted', { mapRunArn: mapRunArn(draft, thread, state) });
}

/** `arn:...:mapRun:<machine>/<label>:<id>`, the id from the execution and the event, so that it is the same each time. */
const mapRunArn = (draft: Draft, thread: Thread, state: MapState): string => {
  const [arn, partition, , region, account] = draft.machine.arn.split(':');
  const run = `${draft.frame.start.executionName}-${thread.enteredId}`;
  return `${arn}:${partition}:states:${region}:${account}:mapRun:${draft.machine.name}/${state.label ?? state.name}:${run}`;
};

export function logIteration(
  draft: Draft,
  after: Thread,
  map: Thread,
  what: 'Started' | 'Succeeded' | 'Failed',
  index: number,
): number {
  const key = `mapIteration${what}EventDetails` as const;
  return draft.emitAside(after, `MapIteration${what}`, { name: map.state, index }, key);
}

/** The success and the exit that follows it share the event they come after (recorded). */
export function logMapEnd(draft: Draft, thread: Thread, state: MapState): void {
  if (state.distributed) draft.emit(thread, 'MapRunSucceeded');
  draft.emitAside(thread, 'MapStateSucceeded');
}
