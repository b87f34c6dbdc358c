import type { Card } from '../billing/model.ts';
import { type Instant, latest, parseInstant } from '../kernel/instant.ts';
import { isPaused } from './at-once.ts';
import { backupPolicy } from './backup-policy.ts';
import { budgetOf, isStripesToRetry } from './card-choice.ts';
import { attemptSteps, type Step } from './ladder.ts';
import { firstFailure, type Recovery } from './state.ts';
import { inFlight, type World } from './world.ts';

const prefix = 'backup:';

/** The name of the one extra attempt that a step has: its key, its slot and its result go by it. */
export const backupName = (step: Step): string => prefix + step;

export const isBackup = (name: string): boolean => name.startsWith(prefix);

/** What a backup card needs before anything of it is read: no pause, no objection to the payment itself. */
export const mayUseBackup = ({ class: of, paused, leavingSince, disputed }: Recovery): boolean =>
  !paused && !leavingSince && !disputed && backupPolicy[of ?? 'UNKNOWN'].charged;

/** The rung behind us whose charge failed, or could not be made because the usual card is none that can be charged. */
export function failedStep(recovery: Recovery, card: Card | undefined): Step | undefined {
  const last = attemptSteps.findLast((step) => recovery.results[step]) ?? 'take-over';
  const kind = recovery.results[last]?.kind;
  const dead = card?.type !== 'card' || recovery.hardCards.includes(budgetOf(card));
  const failed = last === 'take-over' ? kind === 'done' : kind === 'declined' || (kind === 'skipped' && dead);
  return failed ? last : undefined;
}

export interface BackupCharge {
  readonly kind: 'charge';
  readonly name: string;
  readonly card: Card;
  readonly why: 'backup';
}

interface Extra {
  readonly step: Step;
  readonly due: Instant;
  readonly charge: BackupCharge;
}

/**
 * One extra attempt per step on a card the customer agreed to, after the usual card failed in that step. It keeps the gap
 * and the caps of its own card, and what its own bank asked for.
 */
export function extraAttempt(recovery: Recovery, world: World): Extra | undefined {
  const { card, lead } = world;
  if (!mayUseBackup(recovery) || isPaused(recovery, world) || inFlight(world) || isStripesToRetry(card))
    return undefined;
  if (lead.status !== 'open' || lead.amountRemaining.amount <= 0) return undefined;
  const step = failedStep(recovery, card);
  const backup = (world.backups ?? []).find((one) => isUsable(one.card, recovery, card));
  if (!step || !backup || recovery.results[backupName(step)]) return undefined;
  const due = latest(backup.freeAt ?? firstFailure(recovery), askedFor(backup.card, recovery));
  return { step, due, charge: { kind: 'charge', name: backupName(step), card: backup.card, why: 'backup' } };
}

/** After the usual card failed in this step: one more attempt; where there is none (any more), the failure is spoken of. */
export function onBackup(recovery: Recovery, world: World, now: Instant): BackupCharge | { kind: 'say' } | undefined {
  const extra = extraAttempt(recovery, world);
  if (extra && extra.due <= now) return extra.charge;
  return recovery.unsaid ? { kind: 'say' } : undefined;
}

/** Nothing but a backup card is missing: the first one that is agreed to is charged at once. */
export function isBackupAwaited(recovery: Recovery, world: World): boolean {
  const blank: Card = { id: '', type: 'card' };
  const step = failedStep(recovery, world.card);
  return (
    step !== undefined &&
    (world.backups ?? []).length === 0 &&
    extraAttempt(recovery, { ...world, backups: [{ card: blank }] }) !== undefined
  );
}

/** Two payment methods of one card are one card: it has been tried already. */
const isUsable = (backup: Card, { hardCards }: Recovery, usual: Card | undefined): boolean =>
  backup.type === 'card' &&
  !hardCards.includes(budgetOf(backup)) &&
  (usual === undefined || budgetOf(usual) !== budgetOf(backup));

/** The lower bound that the backup card's own bank or network named when it last declined. */
function askedFor(card: Card, recovery: Recovery): Instant {
  const last = Object.entries(recovery.results).findLast(
    ([name, { budget, notBefore }]) => isBackup(name) && notBefore !== undefined && budget === budgetOf(card),
  );
  return last?.[1].notBefore ? parseInstant(last[1].notBefore) : firstFailure(recovery);
}

/** The words of that step can wait for the backup card: in this very visit it tells whether there is anything to say. */
export const isBackupNow = (step: Step, recovery: Recovery, world: World, now: Instant): boolean => {
  const extra = extraAttempt(recovery, world);
  return extra?.step === step && extra.due <= now;
};

/** The attempt that paid, where it was the backup card's (attribution: cause `backup`). */
export const paidByBackup = ({ results }: Pick<Recovery, 'results'>): string | undefined =>
  Object.keys(results).find((name) => isBackup(name) && results[name]?.kind === 'paid');
