import { scopeOf } from '../context.ts';
import type { Draft, Move } from '../draft.ts';
import type { Work } from '../expression.ts';
import { fillText } from '../fields.ts';
import type { FailState } from '../machine.ts';
import type { Thread } from '../types.ts';

/** Leaves no exit event; error and cause may both be absent. */
export function* runFail(draft: Draft, thread: Thread, state: FailState): Work<Move> {
  const scope = scopeOf(draft, thread, state);
  const error = yield* fillText(state.error, 'Error', scope);
  const cause = yield* fillText(state.cause, 'Cause', scope);
  const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  return { kind: 'failed', failure };
}
