import { claimCard } from '../billing/card-budget.ts';
import { type Claim, claimsAhead, type Rank } from '../billing/card-claims.ts';
import { type Instant, parseInstant } from '../kernel/instant.ts';
import { convertIfKnown } from '../kernel/money.ts';
import type { Ports } from '../kernel/ports.ts';
import { budgetOf } from './card-choice.ts';
import { acts, type Context } from './context.ts';
import { isAttemptStep, steps } from './ladder.ts';
import { nextAttemptAfter } from './next-attempt.ts';
import { lostSteps } from './rung.ts';
import type { Performed } from './step-answer.ts';

type Told = Pick<Context, 'row' | 'recovery' | 'config'> & { readonly world: Pick<Context['world'], 'lead'> };

/** What this case weighs against others that want the same card. A currency without a rate counts as it stands. */
export function rankOf({ row, recovery, world, config }: Told): Rank {
  const owed = world.lead.amountRemaining;
  const value = convertIfKnown(owed, config.fx, config.company.currency) ?? owed;
  return {
    case: `${row.account} ${row.sk}`,
    value: value.amount,
    since: recovery.firstFailureAt,
    lost: lostSteps(recovery),
  };
}

export const aheadOf = (claims: readonly Claim[] | undefined, told: Told, now: Instant): Claim[] =>
  claimsAhead(claims ?? [], rankOf(told), now);

/** A visit that ends says on the card's row when this case wants the card next, or that it wants nothing of it. */
export async function keepClaim(performed: Performed, context: Context, ports: Ports): Promise<void> {
  const { card, claims } = context.world;
  if (performed.kind !== 'answer' || card?.type !== 'card') return;
  const rank = rankOf(context);
  const due = performed.answer.verdict === 'DONE' ? undefined : nextCharge(context);
  const known = claims?.find((claim) => claim.case === rank.case);
  if (due === undefined ? known === undefined : isSame(known, rank, due)) return;
  await claimCard(ports, budgetOf(card), rank, due);
}

const isSame = (known: Claim | undefined, { value, lost }: Rank, due: Instant): boolean =>
  known?.value === value && known.lost === lost && parseInstant(known.due) === due;

function nextCharge(context: Context): Instant | undefined {
  const { step, recovery, world, ladder, now } = context;
  if (!acts(context) || recovery.leavingSince || recovery.paused || recovery.disputed) return undefined;
  const waits = isAttemptStep(step) && !recovery.results[step];
  const from = waits ? (steps[steps.indexOf(step) - 1] ?? step) : step;
  return nextAttemptAfter(from, recovery, world, ladder, now);
}
