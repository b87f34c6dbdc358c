import type { Case } from '../cases/case.ts';
import type { Context } from '../recovery/context.ts';
import { type Step, steps } from '../recovery/ladder.ts';
import type { Recovery } from '../recovery/state.ts';

/** What a page is about, as it stands now; a link of months ago leads to what is so today. */
export type Seen =
  | { readonly kind: 'open'; readonly row: Case; readonly context: Context }
  | { readonly kind: 'closed'; readonly row: Case; readonly recovery: Recovery }
  /** The link is about no case, or about one that is not kept any more. */
  | { readonly kind: 'none' };

/** The last step that is behind us: what comes next is told from there. */
export function lastStep({ results }: Recovery): Step {
  const pending = steps.findIndex((step) => !results[step]);
  return steps[Math.max(0, (pending < 0 ? steps.length : pending) - 1)] ?? 'take-over';
}
