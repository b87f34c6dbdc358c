import type { Decline } from '../billing/model.ts';
import { parseDuration } from '../kernel/config/duration.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { after, type Instant, toIso } from '../kernel/instant.ts';
import { classify, type DeclinedCard, type DeclineVerdict } from './decline.ts';
import type { Recovery, StepResult } from './state.ts';

type Policy = Pick<RetentionConfig, 'ladder'>;

/** The verdict on a decline under this run's policy. */
export const judge = (decline: Decline, card: DeclinedCard, { ladder }: Policy): DeclineVerdict =>
  classify(decline, card, parseDuration(ladder.blockedRest));

/**
 * The case after a decline: its class, whether this card is done for, and until when it is left alone. A bank that gives
 * no reason is asked `unknownRetries` more times on the same card, by us; then another card is asked for, which starts
 * its own count.
 */
export function judged(
  recovery: Recovery,
  name: string,
  result: StepResult,
  verdict: DeclineVerdict,
  { ladder }: Policy,
  from: Instant,
): Recovery {
  const { notBefore: _old, asksForCard: _before, ...rest } = recovery;
  const results = { ...recovery.results, [name]: { ...result, class: verdict.class, reason: verdict.why.code } };
  const spent = verdict.class === 'UNKNOWN' && isSpent({ results }, result.budget, { ladder });
  const done = (spent || !verdict.retries) && result.budget !== undefined ? [result.budget] : [];
  return {
    ...rest,
    results,
    class: verdict.class,
    hardCards: [...recovery.hardCards.filter((card) => card !== result.budget), ...done],
    ...(spent ? { asksForCard: 'unknown_retries' as const } : {}),
    ...(verdict.notBefore && !spent ? { notBefore: toIso(after(from, verdict.notBefore)) } : {}),
  };
}

/**
 * The bank gave no reason as often as we ask one card again. The renewal itself was Stripe's and has no key of ours; on
 * any other card our first attempt is no retry.
 */
export function isSpent(
  { results }: Pick<Recovery, 'results'>,
  budget: string | undefined,
  { ladder }: Policy,
): boolean {
  if (budget === undefined) return false;
  const tries = Object.values(results).filter(
    (one) => one.key !== undefined && one.budget === budget && one.class === 'UNKNOWN',
  );
  const first = results['take-over']?.budget === budget ? 0 : 1;
  return tries.length - first >= ladder.unknownRetries;
}
