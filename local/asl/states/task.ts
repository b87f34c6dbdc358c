import { closeTask } from '../close-task.ts';
import { nearestItem, scopeOf } from '../context.ts';
import { BLOCKED, type Draft, type Move } from '../draft.ts';
import type { Work } from '../expression.ts';
import { type Failure, StateError } from '../failure.ts';
import { fillNumber } from '../fields.ts';
import { dataLimitError, MAX_SECONDS } from '../limits.ts';
import type { TaskState } from '../machine.ts';
import { succeed } from '../pipeline.ts';
import type { Scope } from '../scope.ts';
import { logFailed, logScheduled, logSubmitted, logSucceeded, logTimedOut } from '../task-events.ts';
import { fill } from '../template.ts';
import { makeToken } from '../token.ts';
import type { TaskWait, Thread } from '../types.ts';

const SECONDS = { min: 1, max: MAX_SECONDS, whole: true };

/** One attempt: Arguments are evaluated anew each time, and a new token makes the old one worthless. */
export function* runTask(draft: Draft, thread: Thread, state: TaskState): Work<Move> {
  const task = draft.nextId('k');
  const token = state.integration.pattern === 'request' ? undefined : makeToken(draft.frame, draft.frame.ids);
  const scope = scopeOf(draft, thread, state, token === undefined ? {} : { token });
  const call = yield* evaluateCall(state, scope);
  if (draft.isTooLarge(call.arguments)) throw dataLimitError(state.name, true);
  logScheduled(draft, thread, state, call);
  draft.frame.tasks[task] = thread.id;
  if (token !== undefined) draft.frame.tokens[token] = task;
  thread.wait = startClocks(
    draft,
    thread,
    { kind: 'task', task, submitted: false, ...(token === undefined ? {} : { token }) },
    call,
  );
  draft.effects.push(invocation(draft, thread, state, thread.wait, call));
  return BLOCKED;
}

export interface Call {
  readonly arguments: unknown;
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
  readonly credentials: unknown;
}

function* evaluateCall(state: TaskState, scope: Scope): Work<Call> {
  const args = state.arguments === undefined ? scope.input : yield* fill(state.arguments, scope);
  const timeout = yield* fillNumber(state.timeout, 'TimeoutSeconds', scope, SECONDS);
  const heartbeat = yield* fillNumber(state.heartbeat, 'HeartbeatSeconds', scope, SECONDS);
  const credentials = state.credentials === undefined ? undefined : yield* fill(state.credentials, scope);
  return { arguments: args, timeout, heartbeat, credentials };
}

/** Both clocks start at the schedule and run per attempt. */
function startClocks(draft: Draft, thread: Thread, wait: TaskWait, call: Call): TaskWait {
  const { timeout, heartbeat } = call;
  return {
    ...wait,
    ...(timeout === undefined ? {} : { timeout: draft.startTimer(thread.id, 'timeout', draft.at + timeout * 1000) }),
    ...(heartbeat === undefined ? {} : { ...startHeartbeat(draft, thread, heartbeat), heartbeatSeconds: heartbeat }),
  };
}

const startHeartbeat = (draft: Draft, thread: Thread, seconds: number): { heartbeat: string } => ({
  heartbeat: draft.startTimer(thread.id, 'heartbeat', draft.at + seconds * 1000),
});

function invocation(draft: Draft, thread: Thread, state: TaskState, wait: TaskWait, call: Call) {
  const item = nearestItem(draft, thread);
  return {
    kind: 'invoke',
    task: wait.task,
    state: state.name,
    integration: state.integration,
    resource: state.resource,
    arguments: call.arguments,
    ...(wait.token === undefined ? {} : { token: wait.token }),
    attempt: (thread.retries?.total ?? 0) + 1,
    ...(item === undefined ? {} : { mapIndex: item.Index }),
    ...(call.credentials === undefined ? {} : { credentials: call.credentials }),
  } as const;
}

/**
 * The service answered. With a token, or the first time for a job, that only says the request was taken; the task
 * goes on until the token is answered, or the job's own end comes as a second result.
 */
export function* taskResult(
  draft: Draft,
  thread: Thread,
  state: TaskState,
  wait: TaskWait,
  output: unknown,
): Work<Move> {
  if (state.integration.pattern === 'request' || (wait.submitted && state.integration.pattern !== 'token')) {
    return yield* completeTask(draft, thread, state, wait, output);
  }
  if (!wait.submitted) {
    logSubmitted(draft, thread, state, output);
    thread.wait = { ...wait, submitted: true };
  }
  return BLOCKED;
}

export function* completeTask(
  draft: Draft,
  thread: Thread,
  state: TaskState,
  wait: TaskWait,
  output: unknown,
): Work<Move> {
  release(draft, thread, wait);
  if (draft.isTooLarge(output)) {
    const { failure } = dataLimitError(
      state.integration.type === 'lambda' ? state.resource : state.integration.service,
      true,
    );
    logFailed(draft, thread, state, failure);
    throw new StateError(failure);
  }
  logSucceeded(draft, thread, state, output);
  return yield* succeed(draft, thread, state, output, { result: output });
}

export function failTask(draft: Draft, thread: Thread, state: TaskState, wait: TaskWait, failure: Failure): never {
  release(draft, thread, wait);
  logFailed(draft, thread, state, failure);
  throw new StateError(failure);
}

/** Logged as States.Timeout either way; a heartbeat that stopped can also be caught by its own name (recorded). */
export function timeOutTask(
  draft: Draft,
  thread: Thread,
  state: TaskState,
  wait: TaskWait,
  reason: 'timeout' | 'heartbeat',
): never {
  release(draft, thread, wait);
  draft.effects.push({ kind: 'cancel-task', task: wait.task });
  logTimedOut(draft, thread, state);
  const alias = reason === 'heartbeat' ? { alias: 'States.HeartbeatTimeout' } : {};
  throw new StateError({ error: 'States.Timeout', emptyCause: '', ...alias });
}

/** A heartbeat moves its own clock and nothing else: no event, no longer timeout. */
export function beat(draft: Draft, thread: Thread, wait: TaskWait): void {
  if (wait.heartbeatSeconds === undefined) return;
  draft.cancelTimer(wait.heartbeat);
  thread.wait = { ...wait, ...startHeartbeat(draft, thread, wait.heartbeatSeconds) };
}

function release(draft: Draft, thread: Thread, wait: TaskWait): void {
  closeTask(draft, wait);
  thread.wait = undefined;
}
