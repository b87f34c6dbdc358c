import { isBackupNow } from './backup.ts';
import { consequences, isSpokenForLater, type Said } from './consequences.ts';
import type { Context } from './context.ts';
import type { Step } from './ladder.ts';

/** What a failed rung says; nothing yet where the customer's backup card is tried in this very visit. */
export function speak(step: Step, justHeard: boolean, context: Context): Said {
  const { recovery, world, now } = context;
  if (!isBackupNow(step, recovery, world, now)) return consequences(step, justHeard, context);
  return { data: { ...recovery, unsaid: { step, justHeard } }, effects: [] };
}

/** Says what waited for the backup card, unless a later rung is due and speaks for it. */
export function sayUnsaid(context: Context): Said {
  const { unsaid, ...data } = context.recovery;
  if (!unsaid || data.observedSince) return { data, effects: [] };
  const of = { ...context, step: unsaid.step, recovery: data };
  return isSpokenForLater(of) ? { data, effects: [] } : consequences(unsaid.step, unsaid.justHeard, of);
}
