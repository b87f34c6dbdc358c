import { Draft, type Move } from './draft.ts';
import type { Work } from './expression.ts';
import { ExecutionError } from './failure.ts';
import type { Machine } from './machine.ts';
import { WHOLE } from './pipeline.ts';
import { react } from './react.ts';
import { endExecution, moveOn } from './run.ts';
import type { AslEvent, Frame, StartInput, StepResult, Thread } from './types.ts';

/** Starts an execution and runs it until it has to wait. */
export async function begin(machine: Machine, given: StartInput): Promise<StepResult> {
  const start: StartInput = given.input === undefined ? { ...given, input: {} } : given;
  const draft = new Draft(machine, emptyFrame(machine, start), start.at);
  const root = rootThread(start);
  draft.adopt(root);
  const roleArn = start.roleArn === undefined ? {} : { roleArn: start.roleArn };
  draft.append(0, 'ExecutionStarted', { input: draft.text(start.input), inputDetails: WHOLE, ...roleArn });
  if (machine.timeoutSeconds !== undefined)
    draft.startTimer('', 'machine-timeout', start.at + machine.timeoutSeconds * 1000);
  const first: Move = { kind: 'goto', state: machine.scopes['']?.startAt ?? '', input: start.input };
  draft.ready.push({ thread: root.id, move: first });
  return await finish(draft, moveOn(draft));
}

/**
 * Applies one event. Pure: the frame that comes in is not changed, and the same frame and event give the same result.
 * An event for something that is no longer there (a cancelled timer, a closed task) changes nothing.
 */
export async function step(machine: Machine, frame: Frame, event: AslEvent): Promise<StepResult> {
  if (frame.status !== 'RUNNING') return { frame, effects: [], history: [] };
  const draft = new Draft(machine, frame, event.at);
  return await finish(draft, react(draft, event));
}

async function finish(draft: Draft, work: Work<void>): Promise<StepResult> {
  try {
    await drive(work);
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    endExecution(draft, 'FAILED', draft.frame.events, { error: error.error, cause: error.message });
  }
  return { frame: draft.frame, effects: draft.effects, history: draft.history };
}

/** Runs synchronously for as long as nothing needs the interpreter, then awaits exactly that. */
export async function drive<T>(work: Work<T>): Promise<T> {
  let result = work.next();
  while (!result.done) {
    const settled = await settle(result.value);
    result = 'error' in settled ? work.throw(settled.error) : work.next(settled.value);
  }
  return result.value;
}

const settle = (promise: Promise<unknown>): Promise<{ value: unknown } | { error: unknown }> =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

export const emptyFrame = (machine: Machine, start: StartInput): Frame => ({
  v: 1,
  machine: machine.name,
  start,
  status: 'RUNNING',
  events: 0,
  ids: 0,
  draws: 0,
  threads: {},
  timers: {},
  tasks: {},
  tokens: {},
});

export const rootThread = (start: StartInput): Thread => ({
  id: '0',
  index: 0,
  scope: '',
  state: '',
  input: start.input,
  enteredAt: start.at,
  enteredId: 0,
  before: 0,
  prev: 0,
  vars: {},
});
