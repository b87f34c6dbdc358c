import { abortChildren, forgetChild, startChild } from '../children.ts';
import { scopeOf } from '../context.ts';
import { BLOCKED, type Draft, type Move } from '../draft.ts';
import type { Work } from '../expression.ts';
import { EvaluationError, type Failure, StateError } from '../failure.ts';
import { fillNumber, wrongType } from '../fields.ts';
import { INLINE_MAP_CONCURRENCY } from '../limits.ts';
import type { MapState } from '../machine.ts';
import { asBatches } from '../map-batches.ts';
import { logIteration, logMapEnd, logMapStart } from '../map-events.ts';
import { itemsOf, type MapItems } from '../map-items.ts';
import { succeed } from '../pipeline.ts';
import type { Scope } from '../scope.ts';
import { fill } from '../template.ts';
import type { ChildrenWait, MapItem, Thread } from '../types.ts';
import { childrenOf } from './parallel.ts';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true };
/** MaxConcurrency "1" was accepted where the number came out of a variable (recorded). */
const CONCURRENCY = { ...COUNT, digits: true };
const PERCENTAGE = { min: 0, max: 100, whole: false };

export function* runMap(draft: Draft, thread: Thread, state: MapState): Work<Move> {
  const scope = scopeOf(draft, thread, state);
  const { items, keys } = yield* readItems(draft, thread, state, scope);
  const limits = yield* readLimits(state, scope);
  const ceiling = state.distributed ? items.length : INLINE_MAP_CONCURRENCY;
  const concurrency = limits.maxConcurrency === 0 ? ceiling : limits.maxConcurrency;
  logMapStart(draft, thread, state, items.length);
  const wait: ChildrenWait = {
    kind: 'children',
    live: [],
    results: items.map(() => null),
    done: 0,
    next: 0,
    failed: 0,
    items,
    concurrency,
    ...limits.tolerated,
    ...(keys === undefined ? {} : { keys }),
  };
  thread.wait = wait;
  return yield* startIterations(draft, thread, state, wait);
}

export function* readItems(draft: Draft, thread: Thread, state: MapState, scope: Scope): Work<MapItems> {
  const value = state.items === undefined ? thread.input : yield* fill(state.items, scope);
  const found = itemsOf(value);
  if (found === undefined && state.items !== undefined) throw wrongType(state.items, 'Items', 'array', value);
  if (found === undefined)
    throw new EvaluationError(`Map state input must be an array but was: ${JSON.stringify(value)}`);
  if (state.batch === undefined) return found;
  return { items: yield* asBatches(draft, state.batch, found.items, scope), keys: undefined };
}

export interface Limits {
  readonly maxConcurrency: number;
  readonly tolerated: Pick<ChildrenWait, 'toleratedCount' | 'toleratedPercentage'>;
}

export function* readLimits(state: MapState, scope: Scope): Work<Limits> {
  const maxConcurrency = (yield* fillNumber(state.maxConcurrency, 'MaxConcurrency', scope, CONCURRENCY)) ?? 0;
  const count = yield* fillNumber(state.toleratedCount, 'ToleratedFailureCount', scope, COUNT);
  const percentage = yield* fillNumber(state.toleratedPercentage, 'ToleratedFailurePercentage', scope, PERCENTAGE);
  const tolerated = {
    ...(count === undefined ? {} : { toleratedCount: count }),
    ...(percentage === undefined ? {} : { toleratedPercentage: percentage }),
  };
  return { maxConcurrency, tolerated };
}

/** Starts what the concurrency allows; with nothing left to start or to wait for, the state is done. */
function* startIterations(draft: Draft, thread: Thread, state: MapState, wait: ChildrenWait): Work<Move> {
  const items = wait.items ?? [];
  while (wait.next < items.length && wait.live.length < wait.concurrency) {
    const index = wait.next;
    wait.next += 1;
    wait.live.push(yield* startIteration(draft, thread, state, mapItem(wait, index)));
  }
  return wait.done < items.length ? BLOCKED : yield* finish(draft, thread, state, wait);
}

function mapItem(wait: ChildrenWait, index: number): MapItem {
  const key = wait.keys?.[index];
  return { Index: index, Value: wait.items?.[index], ...(key === undefined ? {} : { Key: key }) };
}

function* startIteration(draft: Draft, thread: Thread, state: MapState, item: MapItem): Work<string> {
  const whole = item.Key === undefined ? item.Value : { Key: item.Key, Value: item.Value };
  const input =
    state.itemSelector === undefined ? whole : yield* fill(state.itemSelector, scopeOf(draft, thread, state, { item }));
  const prev = state.distributed ? 0 : logIteration(draft, thread, thread, 'Started', item.Index);
  return startChild(draft, thread, {
    scope: state.processor,
    index: item.Index,
    input,
    prev,
    item,
    isolated: state.distributed,
  }).id;
}

function* finish(draft: Draft, thread: Thread, state: MapState, wait: ChildrenWait): Work<Move> {
  thread.wait = undefined;
  logMapEnd(draft, thread, state);
  return yield* succeed(draft, thread, state, wait.results, { result: wait.results });
}

/** The next iteration follows, in the causal chain, the last event of the one whose place it takes (recorded). */
export function* iterationEnded(
  draft: Draft,
  thread: Thread,
  state: MapState,
  child: Thread,
  output: unknown,
): Work<Move> {
  const wait = childrenOf(thread);
  forgetChild(draft, wait, child);
  wait.results[child.index] = output;
  wait.done += 1;
  if (!state.distributed) {
    thread.prev = child.prev;
    const succeeded = logIteration(draft, child, thread, 'Succeeded', child.index);
    if (wait.done === wait.items?.length) thread.prev = succeeded;
  }
  return yield* startIterations(draft, thread, state, wait);
}

/** An inline iteration takes the whole state down; a distributed one counts against the tolerated failures. */
export function* iterationFailed(
  draft: Draft,
  thread: Thread,
  state: MapState,
  child: Thread,
  failure: Failure,
): Work<Move> {
  const wait = childrenOf(thread);
  forgetChild(draft, wait, child);
  if (!state.distributed) {
    thread.prev = child.prev;
    logIteration(draft, child, thread, 'Failed', child.index);
    abortChildren(draft, thread);
    throw new StateError(failure);
  }
  wait.results[child.index] = { Error: failure.error ?? null, Cause: failure.cause ?? null };
  wait.done += 1;
  wait.failed += 1;
  if (!exceedsTolerated(wait, wait.failed, wait.items?.length ?? 0))
    return yield* startIterations(draft, thread, state, wait);
  abortChildren(draft, thread);
  throw thresholdExceeded(draft, thread);
}

export const THRESHOLD_FAILURE = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

function thresholdExceeded(draft: Draft, thread: Thread): StateError {
  draft.emit(thread, 'MapRunFailed', THRESHOLD_FAILURE);
  return new StateError(THRESHOLD_FAILURE);
}

/** Without a tolerance, one failure is too many; with both, each is a limit of its own. */
export function exceedsTolerated(limits: Limits['tolerated'], failed: number, total: number): boolean {
  const { toleratedCount, toleratedPercentage } = limits;
  if (toleratedCount === undefined && toleratedPercentage === undefined) return failed > 0;
  const overCount = toleratedCount !== undefined && failed > toleratedCount;
  return overCount || (toleratedPercentage !== undefined && failed * 100 > toleratedPercentage * total);
}
