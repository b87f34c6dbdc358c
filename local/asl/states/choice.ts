import { scopeOf } from '../context.ts';
import type { Draft, Move } from '../draft.ts';
import type { Work } from '../expression.ts';
import { StateError } from '../failure.ts';
import { wrongType } from '../fields.ts';
import type { ChoiceState } from '../machine.ts';
import { leave } from '../pipeline.ts';
import { fill } from '../template.ts';
import type { Thread } from '../types.ts';

/** The first true rule wins with its own Assign and Output; without one, the state's own and Default. */
export function* runChoice(draft: Draft, thread: Thread, state: ChoiceState): Work<Move> {
  const scope = scopeOf(draft, thread, state);
  for (const rule of state.rules) {
    const verdict = yield* fill(rule.condition, scope);
    if (typeof verdict !== 'boolean') throw wrongType(rule.condition, rule.location, 'boolean', verdict);
    if (verdict) return yield* leave(draft, thread, state, scope, { ...rule, fallback: thread.input });
  }
  if (state.default === undefined) throw noChoiceMatched();
  return yield* leave(draft, thread, state, scope, {
    output: state.output,
    assign: state.assign,
    next: state.default,
    fallback: thread.input,
  });
}

const noChoiceMatched = (): StateError =>
  new StateError({ error: 'States.NoChoiceMatched', cause: 'No choice rule matched and there is no Default.' });
