import type { Draft, Move } from './draft.ts';
import type { Work } from './expression.ts';
import type { Failure } from './failure.ts';
import type { State } from './machine.ts';
import { guard, succeed } from './pipeline.ts';
import { endExecution, moveOn, required, runState } from './run.ts';
import { beat, completeTask, failTask, taskResult, timeOutTask } from './states/task.ts';
import type { AslEvent, TaskWait, Thread, Timer } from './types.ts';

/** Finds the thread an event is for, lets its state act on it, and follows what comes of that. */
export function* react(draft: Draft, event: AslEvent): Work<void> {
  switch (event.kind) {
    case 'timer':
      return yield* onTimer(draft, event.id);
    case 'task-result':
      return yield* onTask(draft, event.task, (thread, state, wait) =>
        taskResult(draft, thread, state, wait, event.output ?? null),
      );
    case 'task-failure':
      return yield* onTask(draft, event.task, (thread, state, wait) =>
        failTask(draft, thread, state, wait, failureIn(event)),
      );
    case 'token-success':
      return yield* onToken(draft, event.token, (thread, state, wait) =>
        completeTask(draft, thread, state, wait, event.output ?? null),
      );
    case 'token-failure':
      return yield* onToken(draft, event.token, (thread, state, wait) =>
        failTask(draft, thread, state, wait, failureIn(event)),
      );
    case 'token-heartbeat': {
      onHeartbeat(draft, event.token);
      return;
    }
    case 'stop': {
      endExecution(draft, 'ABORTED', 0, failureIn(event));
      return;
    }
  }
}

const failureIn = (event: { error?: string; cause?: string }): Failure => ({
  ...(event.error === undefined ? {} : { error: event.error }),
  ...(event.cause === undefined ? {} : { cause: event.cause }),
});

function* onTimer(draft: Draft, id: string): Work<void> {
  const timer = draft.frame.timers[id];
  if (timer === undefined) return;
  delete draft.frame.timers[id];
  if (timer.reason === 'machine-timeout') {
    endExecution(draft, 'TIMED_OUT', 0, {});
    return;
  }
  const thread = draft.thread(timer.thread);
  if (thread === undefined) return;
  const state = required(draft, thread);
  yield* carryOn(draft, thread, state, ring(draft, thread, state, timer));
}

/** What a due timer means depends on why it was set. */
function* ring(draft: Draft, thread: Thread, state: State, timer: Timer): Work<Move> {
  const wait = thread.wait;
  thread.wait = undefined;
  if (timer.reason === 'retry') return yield* runState(draft, thread, state);
  if (timer.reason === 'wait') return yield* succeed(draft, thread, state, thread.input);
  if (state.type !== 'Task' || wait?.kind !== 'task') return { kind: 'blocked' };
  return timeOutTask(draft, thread, state, wait, timer.reason === 'heartbeat' ? 'heartbeat' : 'timeout');
}

type TaskState = Extract<State, { type: 'Task' }>;
type TaskAct = (thread: Thread, state: TaskState, wait: TaskWait) => Work<Move>;

function* onTask(draft: Draft, task: string, act: TaskAct): Work<void> {
  const id = draft.frame.tasks[task];
  const thread = id === undefined ? undefined : draft.thread(id);
  if (thread?.wait?.kind !== 'task' || thread.wait.task !== task) return;
  const state = required(draft, thread);
  if (state.type === 'Task') yield* carryOn(draft, thread, state, lazily(act, thread, state, thread.wait));
}

/** Starts the work inside the guard, so that what it throws at once is handled there too. */
function* lazily(act: TaskAct, thread: Thread, state: TaskState, wait: TaskWait): Work<Move> {
  return yield* act(thread, state, wait);
}

function* onToken(draft: Draft, token: string, act: TaskAct): Work<void> {
  const task = draft.frame.tokens[token];
  if (task !== undefined) yield* onTask(draft, task, act);
}

function onHeartbeat(draft: Draft, token: string): void {
  const id = draft.frame.tasks[draft.frame.tokens[token] ?? ''];
  const thread = id === undefined ? undefined : draft.thread(id);
  if (thread?.wait?.kind === 'task') beat(draft, thread, thread.wait);
}

function* carryOn(draft: Draft, thread: Thread, state: State, work: Work<Move>): Work<void> {
  const move = yield* guard(draft, thread, state, work);
  draft.ready.push({ thread: thread.id, move });
  yield* moveOn(draft);
}
