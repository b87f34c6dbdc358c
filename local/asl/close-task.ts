import type { Draft } from './draft.ts';
import type { TaskWait } from './types.ts';

/** Ends the bookkeeping of an attempt: later answers for it find nothing. */
export function closeTask(draft: Draft, wait: TaskWait): void {
  delete draft.frame.tasks[wait.task];
  if (wait.token !== undefined) delete draft.frame.tokens[wait.token];
  draft.cancelTimer(wait.timeout);
  draft.cancelTimer(wait.heartbeat);
}
