import type { Case } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import type { Context } from '../recovery/context.ts';
import { type Step, steps } from '../recovery/ladder.ts';
import { stepNow } from '../recovery/on-session.ts';
import { readContext } from '../recovery/read-context.ts';
import { parseRecovery, type Recovery } from '../recovery/state.ts';
import type { Guest } from './guest.ts';

/** What a page is about, as it stands now; a link of months ago leads to what is so today. */
export type Seen =
  | { readonly kind: 'open'; readonly row: Case; readonly context: Context }
  | { readonly kind: 'closed'; readonly row: Case; readonly recovery: Recovery }
  /** The link is about no case, or about one that is not kept any more. */
  | { readonly kind: 'none' };

/** Reads only: also what a crash left pending stays for those who act. */
export async function seenBy({ claims, ports }: Guest): Promise<Seen> {
  const row = claims.case === undefined ? undefined : await loadCase(ports.rows, claims.account ?? '', claims.case);
  if (!row) return { kind: 'none' };
  const recovery = parseRecovery(row.data);
  if (row.status === 'closed') return { kind: 'closed', row, recovery };
  const config = await ports.policies.load(row.policy);
  return { kind: 'open', row, context: await readContext(stepNow(recovery), row, config, ports) };
}

/** The last step that is behind us: what comes next is told from there. */
export function lastStep({ results }: Recovery): Step {
  const pending = steps.findIndex((step) => !results[step]);
  return steps[Math.max(0, (pending < 0 ? steps.length : pending) - 1)] ?? 'take-over';
}
