import { toIso } from '../kernel/instant.ts';
import type { Change } from '../kernel/rows.ts';
import type { Context } from './context.ts';
import type { Act } from './decide.ts';
import { recordChange } from './record.ts';

/** As many as tell a run's story: what is older stands in its execution. */
const mostKept = 20;

/** Why an attempt that is due is not made now, and until when; it stands on the case for whoever asks later. */
export function deferred(act: Extract<Act, { kind: 'defer' }>, context: Context): Change {
  const { recovery, now } = context;
  const { step, plannedFor, until, reason } = act;
  const one = { step, at: toIso(now), plannedFor: toIso(plannedFor), until: toIso(until), reason };
  return recordChange(context, { ...recovery, deferred: [...(recovery.deferred ?? []), one].slice(-mostKept) }, []);
}
