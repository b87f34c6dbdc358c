import { carryOut } from '../cases/carry-out.ts';
import { type Case, caseKey, parseCase, sinceVersion } from '../cases/case.ts';
import { earliest, type Instant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Change } from '../kernel/rows.ts';
import { asNews } from './as-news.ts';
import { startOf } from './calendar.ts';
import type { Context } from './context.ts';
import { urgentAt } from './decide.ts';
import { isAttemptStep, nextStep, type Step } from './ladder.ts';
import { timingOf } from './timing.ts';

/** What the state machine compares and carries; `due` and `seen` go back into the next wait. */
export interface Verdict {
  readonly verdict: 'WAIT' | 'NEXT' | 'DONE' | 'GONE';
  readonly due: string;
  readonly seen: number;
  /** The code of the rule that decided. */
  readonly detail: string;
}

/** What a visit answers: the execution keeps `why` for people, nothing compares it. */
export interface StepAnswer extends Verdict {
  readonly why: string;
}

/** What performing one act left behind. */
export type Performed =
  | { readonly kind: 'again'; readonly row: Case }
  | { readonly kind: 'answer'; readonly answer: Verdict };

type Again = Extract<Performed, { kind: 'again' }>;

/** Stores a decision; refused means the row moved under us, and the next round reads it anew. */
export async function store(context: Context, change: Change, ports: Ports): Promise<Again> {
  const written = await ports.rows.update(caseKey(context.row.account, context.row.sk), asNews(change, context));
  if (written.kind === 'refused') return { kind: 'again', row: context.row };
  return { kind: 'again', row: await carryOut(parseCase(written.item), ports) };
}

export const answer = (verdict: Verdict['verdict'], context: Context, due: string, detail: string): Performed => ({
  kind: 'answer',
  answer: { verdict, due, seen: context.row.news, detail },
});

/**
 * A step that got through needs nobody any more, so the flag of an earlier trouble goes; a run that nobody collects keeps
 * its own. Refused means the row moved: whoever moved it knows better.
 */
export async function wellAgain({ row, recovery }: Context, { rows }: Pick<Ports, 'rows'>): Promise<void> {
  if (row.status !== 'attention' || recovery.uncollectedSince) return;
  const healthy: Change = { set: [['status', 'open']], remove: ['attention'] };
  await rows.update(caseKey(row.account, row.sk), sinceVersion(row, healthy));
}

/** The step is behind us: the wait that follows is for the next rung, or for a card that is free before it. */
export function goOn(context: Context): Performed {
  const next = nextStep(context.step);
  const planned = next ? waitUntil(next, context) : context.now;
  const due = earliest(planned, urgentAt(context.recovery, context.world) ?? planned);
  return answer('NEXT', context, toIso(due), next ?? 'the end of the ladder');
}

/** A day with money on it may come before the rung's own instant; what is later than that is found out at that instant. */
function waitUntil(next: Step, { recovery, world, ladder }: Context): Instant {
  const planned = startOf(next, recovery, ladder);
  return isAttemptStep(next) ? earliest(planned, timingOf(next, recovery, world, ladder).due) : planned;
}
