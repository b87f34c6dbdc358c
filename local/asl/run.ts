import { releaseThread, stateOf } from './children.ts';
import type { Draft, Move } from './draft.ts';
import type { Work } from './expression.ts';
import type { State } from './machine.ts';
import { enter, guard } from './pipeline.ts';
import { runChoice } from './states/choice.ts';
import { runFail } from './states/fail.ts';
import { iterationEnded, iterationFailed, runMap } from './states/map.ts';
import { branchEnded, branchFailed, runParallel } from './states/parallel.ts';
import { runPass } from './states/pass.ts';
import { runSucceed } from './states/succeed.ts';
import { runTask } from './states/task.ts';
import { runWait } from './states/wait.ts';
import type { FinalStatus, Thread } from './types.ts';

/** The work of entering a state, one row per type. */
export function runState(draft: Draft, thread: Thread, state: State): Work<Move> {
  switch (state.type) {
    case 'Pass':
      return runPass(draft, thread, state);
    case 'Task':
      return runTask(draft, thread, state);
    case 'Choice':
      return runChoice(draft, thread, state);
    case 'Wait':
      return runWait(draft, thread, state);
    case 'Succeed':
      return runSucceed(draft, thread, state);
    case 'Fail':
      return runFail(draft, thread, state);
    case 'Parallel':
      return runParallel(draft, thread, state);
    case 'Map':
      return runMap(draft, thread, state);
  }
}

/** Makes the waiting moves, in order, until every thread is blocked or the execution is over. */
export function* moveOn(draft: Draft): Work<void> {
  for (let at = 0; at < draft.ready.length && draft.frame.status === 'RUNNING'; at++) {
    const { thread: id, move } = draft.ready[at] ?? { thread: '', move: undefined };
    const thread = draft.thread(id);
    if (thread !== undefined && move !== undefined) yield* follow(draft, thread, move);
  }
}

/** Follows one thread from state to state; at its end the thread around it goes on. */
function* follow(draft: Draft, start: Thread, first: Move): Work<void> {
  let thread = start;
  let move = first;
  while (move.kind !== 'blocked') {
    if (move.kind === 'goto') {
      const state = lookup(draft, thread, move.state);
      enter(draft, thread, state, move.input);
      move = yield* guard(draft, thread, state, runState(draft, thread, state));
      continue;
    }
    const parent = thread.parent === undefined ? undefined : draft.thread(thread.parent);
    if (parent === undefined) return endRoot(draft, thread, move);
    move = yield* guard(draft, parent, required(draft, parent), childOver(draft, parent, thread, move));
    thread = parent;
  }
}

type Over = Extract<Move, { kind: 'ended' | 'failed' }>;

function childOver(draft: Draft, parent: Thread, child: Thread, over: Over): Work<Move> {
  const state = required(draft, parent);
  if (state.type === 'Map') {
    return over.kind === 'ended'
      ? iterationEnded(draft, parent, state, child, over.output)
      : iterationFailed(draft, parent, state, child, over.failure);
  }
  if (state.type !== 'Parallel') throw new Error(`state "${state.name}" of type ${state.type} has no children`);
  return over.kind === 'ended'
    ? branchEnded(draft, parent, state, child, over.output)
    : branchFailed(draft, parent, child, over.failure);
}

function lookup(draft: Draft, thread: Thread, name: string): State {
  const state = draft.machine.scopes[thread.scope]?.states[name];
  if (state !== undefined) return state;
  throw new Error(
    `state "${name}" is not in the machine "${draft.machine.name}"; was its definition changed under a running execution?`,
  );
}

export const required = (draft: Draft, thread: Thread): State =>
  stateOf(draft, thread) ?? lookup(draft, thread, thread.state);

function endRoot(draft: Draft, thread: Thread, over: Over): void {
  if (over.kind === 'ended') endExecution(draft, 'SUCCEEDED', thread.prev, { output: over.output });
  else endExecution(draft, 'FAILED', thread.prev, over.failure);
}

interface Ending {
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

const FINAL_EVENT: Readonly<Record<FinalStatus, string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/** Writes the last event, calls off what is pending and empties the frame of everything but the outcome. */
export function endExecution(draft: Draft, status: FinalStatus, prev: number, ending: Ending): void {
  const told = {
    ...(ending.error === undefined ? {} : { error: ending.error }),
    ...(ending.cause === undefined ? {} : { cause: ending.cause }),
  };
  const { frame } = draft;
  const output =
    status === 'SUCCEEDED' ? { output: draft.text(ending.output), outputDetails: { truncated: false } } : told;
  draft.append(prev, FINAL_EVENT[status], output);
  for (const thread of Object.values(frame.threads)) releaseThread(draft, thread);
  for (const id of Object.keys(frame.timers)) draft.cancelTimer(id);
  const outcome = status === 'SUCCEEDED' ? { output: ending.output } : told;
  Object.assign(frame, { status, stoppedAt: draft.at, threads: {}, ...outcome });
  draft.effects.push({ kind: 'ended', status, ...outcome });
}
