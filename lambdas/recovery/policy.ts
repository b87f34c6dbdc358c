import type { CardRules } from '../billing/card-slots.ts';
import { parseDuration } from '../kernel/config/duration.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { type Duration, milliseconds } from '../kernel/instant.ts';
import { type AttemptStep, attemptSteps, isAttemptStep, type Ladder, type Step } from './ladder.ts';
import type { PaydayRules } from './payday.ts';

type Rung = RetentionConfig['ladder']['retries'][number];
type Reminder = RetentionConfig['ladder']['withoutRetry'][number];

/** US banks make wages available by 9 in the morning of the payday (Nacha), Bacs credits are there by 7. Policies stored before it have no time. */
const wagesBooked = '09:00';

/** The configured gaps as offsets from the first failure: `after` counts from the planned instant before it, `at` from T0. */
export function ladderOf(
  { ladder, attemptWindow, payday }: Pick<RetentionConfig, 'ladder' | 'attemptWindow' | 'payday'>,
  zone?: string,
  country?: string,
): Ladder {
  const pause = parseDuration(ladder.pauseAt);
  return {
    offsets: offsetsOf(ladder.retries),
    pause,
    holdEnd: { milliseconds: milliseconds(pause) + milliseconds({ days: ladder.holdDays }) },
    minimumGap: parseDuration(ladder.minimumGap),
    tail: { attempts: ladder.tail.attempts, until: parseDuration(ladder.tail.until) },
    collectsOld: ladder.oldInvoice === 'collect',
    ...(attemptWindow.enabled && zone ? { window: { from: attemptWindow.from, to: attemptWindow.to, zone } } : {}),
    ...(payday.enabled && zone ? { payday: paydayRules(payday, country) } : {}),
    ...(zone ? { local: { zone, from: payday.from ?? wagesBooked } } : {}),
  };
}

const paydayRules = ({ provenDays, countries }: RetentionConfig['payday'], country?: string): PaydayRules => ({
  provenDays,
  ...(country ? { country } : {}),
  days: (country && countries[country]) || [],
});

function offsetsOf(rungs: readonly Rung[]): Record<AttemptStep, Duration> {
  let previous = 0;
  const offset = (rung: Rung | undefined): Duration => {
    previous = rung?.at
      ? milliseconds(parseDuration(rung.at))
      : previous + milliseconds(parseDuration(rung?.after ?? '0h'));
    return { milliseconds: previous };
  };
  const [first, second, third, final] = rungs;
  return { 'retry-1': offset(first), 'retry-2': offset(second), 'retry-3': offset(third), final: offset(final) };
}

/** Caps of the card networks that apply to this brand; a brand we do not know keeps the strictest (visa). */
export function cardRules(
  { cardBudget, ladder }: Pick<RetentionConfig, 'cardBudget' | 'ladder'>,
  brand?: string,
): CardRules {
  const known = brand === 'visa' || brand === 'mastercard' ? brand : 'visa';
  const caps = cardBudget.caps.filter((cap) => cap.brand === 'any' || cap.brand === known);
  return {
    minimumGap: parseDuration(ladder.minimumGap),
    caps: caps.map(({ attempts, within }) => ({ max: attempts, within: parseDuration(within) })),
  };
}

/** What the policy says to do when a rung's charge failed. */
export const rungOf = ({ ladder }: Pick<RetentionConfig, 'ladder'>, step: Step): Rung | undefined =>
  isAttemptStep(step) ? ladder.retries[attemptSteps.indexOf(step)] : undefined;

/** The row of the calendar without retries that falls on this step's day. */
export function reminderOf(config: Pick<RetentionConfig, 'ladder'>, step: Step): Reminder | undefined {
  const offsets = offsetsOf(config.ladder.retries);
  const offset = step === 'take-over' ? 0 : isAttemptStep(step) ? milliseconds(offsets[step]) : undefined;
  return config.ladder.withoutRetry.find((row) => milliseconds(parseDuration(row.at)) === offset);
}
