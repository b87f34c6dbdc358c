import type { Draft, Move } from '../draft.ts';
import type { Work } from '../expression.ts';
import type { SucceedState } from '../machine.ts';
import { succeed } from '../pipeline.ts';
import type { Thread } from '../types.ts';

/** Succeed has no Next, so leaving it ends the thread. */
export const runSucceed = (draft: Draft, thread: Thread, state: SucceedState): Work<Move> =>
  succeed(draft, thread, state, thread.input);
