import type { HistoryEvent } from '../../asl/index.ts';
import { after, applied } from './passage-events.ts';

/** One visit of an execution to one state, read from its history. */
export interface Passage {
  readonly state: string;
  /** Epoch milliseconds. */
  readonly entered: number;
  readonly input?: string;
  /** Where in the list it came from; absent for the first. */
  readonly from?: number;
  /** Undefined while it is still there. */
  left?: number;
  output?: string;
  /** What a task was asked with, and what it answered, as they stand in the history. */
  resource?: string;
  parameters?: string;
  answer?: string;
  /** Variables it assigned on leaving, as JSON texts. */
  assigned?: Readonly<Record<string, unknown>>;
  /** How often a task was called: more than once means that it was tried again. */
  tries: number;
  /** Every failure, tried again or not. */
  readonly failures: Failure[];
  /** The execution ended here without the state being left: failed, timed out or stopped by a person. */
  ended?: { readonly how: 'failed' | 'stopped' | 'timed out'; readonly error?: string; readonly cause?: string };
}

export interface Failure {
  readonly at: number;
  readonly error: string;
  readonly cause?: string;
}

/** The way an execution took, in the order in which states were entered. */
export function passagesOf(history: readonly HistoryEvent[]): Passage[] {
  const way: Passage[] = [];
  /** Event id → the passage it belongs to: branches of a Parallel are told apart by what came before each event. */
  const owners = new Map<number, number>();
  for (const event of history) {
    const before = owners.get(event.previousEventId);
    const entered = after(event, before);
    if (entered) way.push(entered);
    const owner = entered ? way.length - 1 : ownerOf(event, way, before);
    if (owner === undefined) continue;
    owners.set(event.id, owner);
    const passage = way[owner];
    if (passage) applied(event, passage);
  }
  return way;
}

/** A state's exit names it: a Parallel's comes after events of its branches. The end of the execution is the last one's. */
function ownerOf(event: HistoryEvent, way: readonly Passage[], before: number | undefined): number | undefined {
  const left = event.stateExitedEventDetails?.name;
  if (left !== undefined) return way.findLastIndex((one) => one.state === left && one.left === undefined);
  return before ?? (way.length > 0 ? way.length - 1 : undefined);
}
