import { abortChildren, forgetChild, startChild, stateOf } from '../children.ts';
import { scopeOf } from '../context.ts';
import { BLOCKED, type Draft, type Move } from '../draft.ts';
import type { Work } from '../expression.ts';
import { type Failure, StateError } from '../failure.ts';
import type { ParallelState } from '../machine.ts';
import { succeed } from '../pipeline.ts';
import { fill } from '../template.ts';
import type { ChildrenWait, Thread } from '../types.ts';

export function* runParallel(draft: Draft, thread: Thread, state: ParallelState): Work<Move> {
  const input =
    state.arguments === undefined ? thread.input : yield* fill(state.arguments, scopeOf(draft, thread, state));
  const started = draft.emit(thread, 'ParallelStateStarted');
  const live = state.branches.map(
    (scope, index) => startChild(draft, thread, { scope, index, input, prev: started }).id,
  );
  thread.wait = {
    kind: 'children',
    live,
    results: live.map(() => null),
    done: 0,
    next: live.length,
    concurrency: live.length,
    failed: 0,
  };
  return BLOCKED;
}

/** The output of the branches, in their order, once the last one is in. */
export function* branchEnded(
  draft: Draft,
  thread: Thread,
  state: ParallelState,
  child: Thread,
  output: unknown,
): Work<Move> {
  const wait = childrenOf(thread);
  forgetChild(draft, wait, child);
  wait.results[child.index] = output;
  wait.done += 1;
  if (wait.done < state.branches.length) return BLOCKED;
  thread.wait = undefined;
  thread.prev = child.prev;
  draft.emitAside(thread, 'ParallelStateSucceeded');
  return yield* succeed(draft, thread, state, wait.results, { result: wait.results });
}

/** One failed branch ends the others; the state fails with that branch's own error. */
// biome-ignore lint/correctness/useYield: its error must surface inside the guard, as the others' do
export function* branchFailed(draft: Draft, thread: Thread, child: Thread, failure: Failure): Work<never> {
  forgetChild(draft, childrenOf(thread), child);
  thread.prev = child.prev;
  if (stateOf(draft, child)?.type === 'Task') draft.emitAside(child, 'TaskStateAborted');
  abortChildren(draft, thread);
  throw new StateError(failure);
}

export function childrenOf(thread: Thread): ChildrenWait {
  if (thread.wait?.kind === 'children') return thread.wait;
  throw new Error(`thread ${thread.id} in state "${thread.state}" has no children, a child of it cannot have ended`);
}
