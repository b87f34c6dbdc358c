import type { Draft, Move } from '../draft.ts';
import type { Work } from '../expression.ts';
import type { PassState } from '../machine.ts';
import { succeed } from '../pipeline.ts';
import type { Thread } from '../types.ts';

export const runPass = (draft: Draft, thread: Thread, state: PassState): Work<Move> =>
  succeed(draft, thread, state, thread.input);
