import type { Frame, Thread } from './types.ts';

export interface Waiting {
  readonly state: string;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly due?: number;
  readonly token?: string;
  readonly reason: 'wait' | 'retry' | 'task' | 'token';
}

/** What an execution is waiting for, one row per thread, for a console. */
export const describeWaiting = (frame: Frame): Waiting[] =>
  Object.values(frame.threads).flatMap((thread) => rowOf(frame, thread) ?? []);

function rowOf(frame: Frame, thread: Thread): Waiting | undefined {
  const wait = thread.wait;
  if (wait === undefined || wait.kind === 'children') return undefined;
  const base = { state: thread.state, since: thread.enteredAt };
  if (wait.kind !== 'task')
    return { ...base, reason: wait.kind === 'retry' ? 'retry' : 'wait', ...dueOf(frame, [wait.timer]) };
  const due = dueOf(frame, [wait.timeout, wait.heartbeat]);
  return wait.token === undefined
    ? { ...base, reason: 'task', ...due }
    : { ...base, reason: 'token', token: wait.token, ...due };
}

/** The earliest of the timers that are still set. */
function dueOf(frame: Frame, timers: readonly (string | undefined)[]): { due?: number } {
  const dues = timers.flatMap((id) => (id === undefined ? [] : (frame.timers[id]?.due ?? [])));
  return dues.length === 0 ? {} : { due: Math.min(...dues) };
}
