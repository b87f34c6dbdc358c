import { scopeOf } from '../context.ts';
import { BLOCKED, type Draft, type Move } from '../draft.ts';
import type { Work } from '../expression.ts';
import { EvaluationError, StateError } from '../failure.ts';
import { fillNumber, fillText } from '../fields.ts';
import { MAX_SECONDS, MAX_WAIT_MS } from '../limits.ts';
import type { WaitState } from '../machine.ts';
import { succeed } from '../pipeline.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { Thread } from '../types.ts';

/** A moment that is already past passes at once, without a timer. */
export function* runWait(draft: Draft, thread: Thread, state: WaitState): Work<Move> {
  const due = yield* dueAt(draft, thread, state);
  if (due <= draft.at) return yield* succeed(draft, thread, state, thread.input);
  if (due - draft.at >= MAX_WAIT_MS) throw tooLong();
  thread.wait = { kind: 'timer', timer: draft.startTimer(thread.id, 'wait', due) };
  return BLOCKED;
}

function* dueAt(draft: Draft, thread: Thread, state: WaitState): Work<number> {
  const scope = scopeOf(draft, thread, state);
  const bounds = { min: 0, max: MAX_SECONDS, whole: true };
  const seconds = yield* fillNumber(state.seconds, 'Seconds', scope, bounds);
  if (seconds !== undefined) return draft.at + seconds * 1000;
  const text = yield* fillText(state.timestamp, 'Timestamp', scope);
  const due = parseTimestamp(text ?? '');
  if (due !== undefined) return due;
  throw new EvaluationError(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    'Timestamp',
    true,
  );
}

const tooLong = (): StateError =>
  new StateError({ error: 'States.Runtime', cause: 'Wait state delay is too long.', catchable: false });
