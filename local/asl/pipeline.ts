import { abortChildren } from './children.ts';
import { type Extra, scopeOf } from './context.ts';
import { BLOCKED, type Draft, type Move } from './draft.ts';
import type { Work } from './expression.ts';
import { EvaluationError, errorOutput, type Failure, StateError } from './failure.ts';
import { dataLimitError } from './limits.ts';
import type { State } from './machine.ts';
import { selectCatcher, selectRetry } from './retry.ts';
import type { Scope } from './scope.ts';
import { fill, type Template } from './template.ts';
import type { Thread } from './types.ts';

/** Logs the entry of a state and resets what belongs to one visit. */
export function enter(draft: Draft, thread: Thread, state: State, input: unknown): void {
  thread.state = state.name;
  thread.input = input;
  thread.enteredAt = draft.at;
  thread.before = thread.prev;
  thread.retries = undefined;
  thread.wait = undefined;
  const details = { name: state.name, input: draft.text(input), inputDetails: WHOLE };
  thread.enteredId = draft.emit(thread, `${state.type}StateEntered`, details);
}

/** What AWS says next to every text in the history that it shows in full. */
export const WHOLE = Object.freeze({ truncated: false });

interface Leaving {
  readonly output?: Template | undefined;
  readonly assign?: Template | undefined;
  readonly next: string | undefined;
  /** What the output is when there is no Output field. */
  readonly fallback: unknown;
  /** The event the exit follows, when it is not the thread's last one. */
  readonly after?: number;
}

/**
 * Assign and Output, both seen with the values on entry, then the exit event. New variables count from the next state
 * on, which is why they are set last.
 */
export function* leave(draft: Draft, thread: Thread, state: State, scope: Scope, leaving: Leaving): Work<Move> {
  const assigned = leaving.assign === undefined ? undefined : yield* fill(leaving.assign, scope);
  const output = leaving.output === undefined ? leaving.fallback : yield* fill(leaving.output, scope);
  if (draft.isTooLarge(output)) throw dataLimitError(state.name, false);
  logExit(draft, thread, state, output, assigned);
  if (assigned !== undefined) thread.vars = { ...thread.vars, ...asRecord(assigned) };
  return leaving.next === undefined ? { kind: 'ended', output } : { kind: 'goto', state: leaving.next, input: output };
}

export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};

function logExit(draft: Draft, thread: Thread, state: State, output: unknown, assigned: unknown): void {
  const details: Record<string, unknown> = { name: state.name, output: draft.text(output), outputDetails: WHOLE };
  if (assigned !== undefined) {
    const texts = Object.entries(asRecord(assigned)).map(([name, value]) => [name, JSON.stringify(value)]);
    details.assignedVariables = Object.fromEntries(texts);
    details.assignedVariablesDetails = WHOLE;
  }
  draft.emit(thread, `${state.type}StateExited`, details);
}

/** The way out of a state that did its work: its own Output, Assign and Next. */
export function* succeed(draft: Draft, thread: Thread, state: State, fallback: unknown, extra: Extra = {}): Work<Move> {
  const scope = scopeOf(draft, thread, state, extra);
  return yield* leave(draft, thread, state, scope, {
    output: state.output,
    assign: state.assign,
    next: state.next,
    fallback,
  });
}

/** Runs a state's work and turns what it throws into a retry, a catch, or a failed thread. */
export function* guard(draft: Draft, thread: Thread, state: State, work: Work<Move>): Work<Move> {
  try {
    return yield* work;
  } catch (error) {
    const failure = failureOf(draft, thread, state, error);
    abortChildren(draft, thread);
    return yield* fail(draft, thread, state, failure);
  }
}

/** An evaluation error is logged here, because only here the state and its entry are known. */
function failureOf(draft: Draft, thread: Thread, state: State, error: unknown): Failure {
  if (error instanceof StateError) return error.failure;
  if (!(error instanceof EvaluationError)) throw error;
  const cause = `An error occurred while executing the state '${state.name}' (entered at the event id #${thread.enteredId}). ${error.message}`;
  const failure = { error: 'States.QueryEvaluationError', cause };
  if (thread.prev === thread.enteredId && !error.inAct) thread.prev = thread.before;
  const location = error.location === undefined ? {} : { location: error.location };
  draft.emit(thread, 'EvaluationFailed', { ...failure, ...location, state: state.name });
  return failure;
}

/** Retry first, then Catch, else the thread fails. */
export function* fail(draft: Draft, thread: Thread, state: State, failure: Failure): Work<Move> {
  const retry = selectRetry(state.retry, failure, thread.retries, draft.draw);
  if (retry !== undefined) {
    thread.retries = retry.retries;
    thread.wait = { kind: 'retry', timer: draft.startTimer(thread.id, 'retry', draft.at + retry.delayMs) };
    return BLOCKED;
  }
  FINAL_FAILURE[state.type]?.(draft, thread);
  const catcher = selectCatcher(state.catch, failure);
  if (catcher === undefined) return { kind: 'failed', failure };
  try {
    const scope = scopeOf(draft, thread, state, { errorOutput: errorOutput(failure) });
    return yield* leave(draft, thread, state, scope, { ...catcher, fallback: errorOutput(failure) });
  } catch (error) {
    return { kind: 'failed', failure: failureOf(draft, thread, state, error) };
  }
}

/** Map and Parallel say that they failed only when no retry is left. */
const FINAL_FAILURE: Partial<Record<State['type'], (draft: Draft, thread: Thread) => void>> = {
  Map: (draft, thread) => void draft.emit(thread, 'MapStateFailed'),
  Parallel: (draft, thread) => void draft.emit(thread, 'ParallelStateFailed'),
};
