import { closeTask } from './close-task.ts';
import type { Draft } from './draft.ts';
import type { State } from './machine.ts';
import type { ChildrenWait, MapItem, Thread } from './types.ts';

interface NewChild {
  readonly scope: string;
  readonly index: number;
  readonly input: unknown;
  /** The history event the child's first event follows. */
  readonly prev: number;
  readonly item?: MapItem;
  /** An iteration of a Distributed Map. */
  readonly isolated?: boolean;
}

/** Creates a thread below `parent`, ready to enter its first state. */
export function startChild(draft: Draft, parent: Thread, child: NewChild): Thread {
  draft.frame.ids += 1;
  const id = String(draft.frame.ids);
  const thread: Thread = {
    id,
    parent: parent.id,
    index: child.index,
    scope: child.scope,
    state: '',
    input: child.input,
    enteredAt: draft.at,
    enteredId: 0,
    before: child.prev,
    prev: child.prev,
    vars: {},
    ...(child.item === undefined ? {} : { item: child.item }),
  };
  if (child.isolated) Object.assign(thread, { child: { events: 0 }, hiddenIn: id });
  else if (parent.hiddenIn !== undefined) thread.hiddenIn = parent.hiddenIn;
  draft.adopt(thread);
  const state = draft.machine.scopes[child.scope]?.startAt ?? '';
  draft.ready.push({ thread: id, move: { kind: 'goto', state, input: child.input } });
  return thread;
}

/** Takes a finished child off its parent's list. */
export function forgetChild(draft: Draft, wait: ChildrenWait, child: Thread): void {
  const position = wait.live.indexOf(child.id);
  if (position >= 0) wait.live.splice(position, 1);
  delete draft.frame.threads[child.id];
}

/** Ends everything that still runs below a thread; what is live in Tasks and Waits is called off. */
export function abortChildren(draft: Draft, thread: Thread): void {
  const wait = thread.wait;
  if (wait?.kind !== 'children') return;
  for (const id of wait.live) abortChild(draft, thread, id);
  thread.wait = undefined;
}

function abortChild(draft: Draft, parent: Thread, id: string): void {
  const child = draft.thread(id);
  if (child === undefined) return;
  abortThread(draft, child);
  if (child.item !== undefined && child.child === undefined && child.state !== '') {
    draft.emitAside(
      child,
      'MapIterationAborted',
      { name: parent.state, index: child.index },
      'mapIterationAbortedEventDetails',
    );
  }
}

/** Deepest first. A thread that never entered a state leaves no event. */
export function abortThread(draft: Draft, thread: Thread): void {
  abortChildren(draft, thread);
  releaseThread(draft, thread);
  const type = stateOf(draft, thread)?.type;
  if (type !== undefined && ABORTABLE.has(type)) draft.emit(thread, `${type}StateAborted`);
  delete draft.frame.threads[thread.id];
}

const ABORTABLE: ReadonlySet<State['type']> = new Set(['Task', 'Wait', 'Map', 'Parallel'] as const);

/** Calls off timers and tasks of one thread without a word in the history. */
export function releaseThread(draft: Draft, thread: Thread): void {
  const wait = thread.wait;
  if (wait === undefined || wait.kind === 'children') return;
  if (wait.kind === 'task') {
    closeTask(draft, wait);
    draft.effects.push({ kind: 'cancel-task', task: wait.task });
  } else draft.cancelTimer(wait.timer);
}

export const stateOf = (draft: Draft, thread: Thread): State | undefined =>
  draft.machine.scopes[thread.scope]?.states[thread.state];
