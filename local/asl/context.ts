import type { Draft } from './draft.ts';
import type { State } from './machine.ts';
import { makeScope, type Scope } from './scope.ts';
import type { MapItem, Thread } from './types.ts';

export interface Extra {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly token?: string;
  readonly item?: MapItem;
}

/** What the expressions of `state` see on this thread, at this moment. */
export const scopeOf = (draft: Draft, thread: Thread, state: State, extra: Extra = {}): Scope =>
  makeScope({
    input: thread.input,
    ...(extra.result === undefined ? {} : { result: extra.result }),
    ...(extra.errorOutput === undefined ? {} : { errorOutput: extra.errorOutput }),
    vars: visibleVariables(draft, thread),
    context: () => draft.context(thread, state, extra),
    at: draft.at,
    draw: draft.draw,
  });

/** Own variables over those of the threads around; a Distributed Map's iterations see none from outside. */
function visibleVariables(draft: Draft, thread: Thread): Record<string, unknown> {
  if (thread.parent === undefined || thread.child !== undefined) return thread.vars;
  const parent = draft.frame.threads[thread.parent];
  return parent === undefined ? thread.vars : { ...visibleVariables(draft, parent), ...thread.vars };
}

/** `$states.context` as the recordings show it. */
export function contextObject(draft: Draft, thread: Thread, state: State, extra: Extra): Record<string, unknown> {
  const context: Record<string, unknown> = {
    Execution: draft.execution(),
    StateMachine: { Id: draft.machine.arn, Name: draft.machine.name },
    State: stateObject(thread, state),
  };
  const item = extra.item ?? nearestItem(draft, thread);
  if (item !== undefined) context.Map = { Item: item };
  if (extra.token !== undefined) context.Task = { Token: extra.token };
  return context;
}

/** RetryCount is there for Task states only (recorded). */
function stateObject(thread: Thread, state: State): Record<string, unknown> {
  const object: Record<string, unknown> = { Name: state.name, EnteredTime: new Date(thread.enteredAt).toISOString() };
  if (state.type === 'Task') object.RetryCount = thread.retries?.total ?? 0;
  return object;
}

export function nearestItem(draft: Draft, thread: Thread): MapItem | undefined {
  let at: Thread | undefined = thread;
  while (at !== undefined && at.item === undefined)
    at = at.parent === undefined ? undefined : draft.frame.threads[at.parent];
  return at?.item;
}
