import { type Extra, scopeOf } from '../asl/context.ts';
import { Draft, type Move } from '../asl/draft.ts';
import type { Work } from '../asl/expression.ts';
import { type Failure, StateError } from '../asl/failure.ts';
import type { Machine, MapState, ParallelState, State, TaskState } from '../asl/machine.ts';
import { enter, guard, succeed } from '../asl/pipeline.ts';
import { backoffSeconds, matches, selectCatcher } from '../asl/retry.ts';
import { runState } from '../asl/run.ts';
import { exceedsTolerated, readItems, readLimits, THRESHOLD_FAILURE } from '../asl/states/map.ts';
import { completeTask, failTask } from '../asl/states/task.ts';
import { drive, emptyFrame, rootThread } from '../asl/step.ts';
import { fill } from '../asl/template.ts';
import type { StartInput, Thread } from '../asl/types.ts';

export interface TestStateInput {
  readonly machine: Machine;
  readonly stateName: string;
  readonly input: unknown;
  readonly variables: Record<string, unknown>;
  readonly retryCount: number;
  /** Set when a Map is tested: how many iterations are said to have failed. */
  readonly failureCount: number | undefined;
  readonly itemReaderData: unknown;
  readonly result: { readonly value: unknown } | undefined;
  readonly failure: Failure | undefined;
}

/** What TestState tells, in the API's words. */
export interface TestStateResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CAUGHT_ERROR' | 'RETRIABLE';
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  readonly inspectionData: Record<string, unknown>;
}

/** TestState is its own small execution: it has no redrive count, and every state has a retry count. */
class TestDraft extends Draft {
  override context(thread: Thread, state: State, extra: Extra): Record<string, unknown> {
    const { RedriveCount: _, ...execution } = Object(this.execution());
    const context = super.context(thread, state, extra);
    return {
      ...context,
      Execution: execution,
      State: { ...Object(context.State), RetryCount: thread.retries?.total ?? 0 },
    };
  }
}

/** Runs one state with its service, branches or iterations mocked. */
export async function testState(test: TestStateInput): Promise<TestStateResult> {
  const draft = new TestDraft(test.machine, emptyFrame(test.machine, START(test.input)), 0);
  const thread = draft.adopt({ ...rootThread(START(test.input)), vars: test.variables });
  const state = test.machine.scopes['']?.states[test.stateName];
  if (state === undefined) throw new Error(`the definition has no state "${test.stateName}"`);
  enter(draft, thread, state, test.input);
  const counts = Object.fromEntries(state.retry.map((_, i) => [i, test.retryCount]));
  if (test.retryCount > 0) thread.retries = { counts, total: test.retryCount };
  const inspection: Record<string, unknown> = { input: test.input };
  const seen: { failure?: Failure } = {};
  const move = await drive(guard(draft, thread, state, watched(act(draft, thread, state, test, inspection), seen)));
  const failure = move.kind === 'failed' ? move.failure : seen.failure;
  return resultOf(draft, state, move, failure, test, inspection);
}

const ACCOUNT = 'arn:aws:states:us-east-1:111111111111';

const START = (input: unknown): StartInput => ({
  executionArn: `${ACCOUNT}:express:test-state:test-state`,
  executionName: 'test-state',
  roleArn: 'arn:aws:iam::111111111111:role/test-state',
  input,
  at: 0,
  seed: 'test-state',
});

function* watched(work: Work<Move>, seen: { failure?: Failure }): Work<Move> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof StateError) seen.failure = error.failure;
    throw error;
  }
}

function* act(
  draft: Draft,
  thread: Thread,
  state: State,
  test: TestStateInput,
  inspection: Record<string, unknown>,
): Work<Move> {
  if (state.type === 'Task') return yield* actTask(draft, thread, state, test, inspection);
  if (state.type === 'Map') return yield* actMap(draft, thread, state, test, inspection);
  if (state.type === 'Parallel') return yield* actParallel(draft, thread, state, test);
  const move = yield* runState(draft, thread, state);
  return move.kind === 'blocked' ? yield* succeed(draft, thread, state, thread.input) : move;
}

function* actTask(
  draft: Draft,
  thread: Thread,
  state: TaskState,
  test: TestStateInput,
  inspection: Record<string, unknown>,
): Work<Move> {
  yield* runState(draft, thread, state);
  const call = draft.effects.find((effect) => effect.kind === 'invoke');
  if (thread.wait?.kind !== 'task' || call === undefined) throw new Error(`the state "${state.name}" called nothing`);
  if (state.arguments !== undefined) inspection.afterArguments = call.arguments;
  if (test.failure !== undefined) return failTask(draft, thread, state, thread.wait, test.failure);
  return yield* completeTask(draft, thread, state, thread.wait, mocked(test));
}

function* actMap(
  draft: Draft,
  thread: Thread,
  state: MapState,
  test: TestStateInput,
  inspection: Record<string, unknown>,
): Work<Move> {
  const scope = scopeOf(draft, thread, state);
  const read =
    test.itemReaderData === undefined ? (yield* readItems(draft, thread, state, scope)).items : test.itemReaderData;
  const { maxConcurrency, tolerated } = yield* readLimits(state, scope);
  inspection.maxConcurrency = maxConcurrency;
  if (tolerated.toleratedCount !== undefined) inspection.toleratedFailureCount = tolerated.toleratedCount;
  if (tolerated.toleratedPercentage !== undefined)
    inspection.toleratedFailurePercentage = tolerated.toleratedPercentage;
  const isLimited = Object.keys(tolerated).length > 0;
  if (test.failure !== undefined) throw new StateError(test.failure);
  const total = Array.isArray(read) ? read.length : 0;
  if (isLimited && exceedsTolerated(tolerated, test.failureCount ?? 0, total)) throw new StateError(THRESHOLD_FAILURE);
  return yield* succeed(draft, thread, state, mocked(test), { result: mocked(test) });
}

function* actParallel(draft: Draft, thread: Thread, state: ParallelState, test: TestStateInput): Work<Move> {
  if (state.arguments !== undefined) yield* fill(state.arguments, scopeOf(draft, thread, state));
  if (test.failure !== undefined) throw new StateError(test.failure);
  return yield* succeed(draft, thread, state, mocked(test), { result: mocked(test) });
}

function mocked(test: TestStateInput): unknown {
  if (test.result !== undefined) return test.result.value;
  throw new Error(`the state "${test.stateName}" needs a mocked result or error, none is given`);
}

function resultOf(
  draft: Draft,
  state: State,
  move: Move,
  failure: Failure | undefined,
  test: TestStateInput,
  inspection: Record<string, unknown>,
): TestStateResult {
  const errorDetails = failure === undefined ? {} : detailsOf(state, failure, move, test.retryCount);
  const inspectionData = Object.keys(errorDetails).length === 0 ? inspection : { ...inspection, errorDetails };
  const told = {
    ...(failure?.error === undefined ? {} : { error: failure.error }),
    ...(failure?.cause === undefined ? {} : { cause: failure.cause }),
  };
  if (move.kind === 'blocked') return { status: 'RETRIABLE', ...told, inspectionData };
  if (move.kind === 'failed') return { status: 'FAILED', ...told, inspectionData };
  if (move.kind === 'ended') return { status: 'SUCCEEDED', output: move.output, inspectionData };
  const status =
    failure === undefined && !draft.history.some((event) => event.type === 'EvaluationFailed')
      ? 'SUCCEEDED'
      : 'CAUGHT_ERROR';
  return { status, ...told, output: move.input, nextState: move.state, inspectionData };
}

/** Which retrier and which catcher were looked at, and AWS's own backoff arithmetic. */
function detailsOf(state: State, failure: Failure, move: Move, used: number): Record<string, unknown> {
  const retryIndex = state.retry.findIndex((retrier) => matches(retrier.errors, failure));
  const retrier = state.retry[retryIndex];
  const catcher = move.kind === 'goto' ? selectCatcher(state.catch, failure) : undefined;
  return {
    ...(retrier === undefined ? {} : { retryIndex }),
    ...(retrier === undefined || move.kind !== 'blocked'
      ? {}
      : { retryBackoffIntervalSeconds: backoffSeconds(retrier, used) }),
    ...(catcher === undefined ? {} : { catchIndex: state.catch.indexOf(catcher) }),
  };
}
