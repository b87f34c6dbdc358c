import { addLocalDays, atLocalTime } from '../kernel/calendar.ts';
import { after, type Duration, type Instant } from '../kernel/instant.ts';
import type { PaydayRules } from './payday.ts';

/**
 * The rungs of the ladder in order (retention OS, phase 8): the first takes over, four charge, one pauses, one tries in
 * silence while paused, one ends the hold.
 */
export const steps = ['take-over', 'retry-1', 'retry-2', 'retry-3', 'final', 'pause', 'tail', 'hold'] as const;
export type Step = (typeof steps)[number];

export const attemptSteps = ['retry-1', 'retry-2', 'retry-3', 'final'] as const satisfies readonly Step[];
export type AttemptStep = (typeof attemptSteps)[number];

export const isAttemptStep = (step: Step): step is AttemptStep => attemptSteps.some((one) => one === step);

/** Local times of the account between which its card is tried (policy `attemptWindow`). */
export interface AttemptWindow {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

/** What a day of the calendar needs: whose calendar, and from which local time on wages are booked. */
export interface LocalRules {
  readonly zone: string;
  readonly from: string;
}

/** What of the policy the ladder's rules need; elapsed time throughout. */
export interface Ladder {
  /** From the first failure, per charging rung: each gap is counted from the planned instant before it. */
  readonly offsets: Readonly<Record<AttemptStep, Duration>>;
  readonly pause: Duration;
  readonly holdEnd: Duration;
  /** Between two of our attempts on one card. */
  readonly minimumGap: Duration;
  /** What is still open when a paused customer resumes stays due; otherwise it is forgiven. */
  readonly collectsOld?: boolean;
  /** Absent: attempts are due at any hour. */
  readonly window?: AttemptWindow;
  /** Absent: nobody's calendar is known, so no attempt goes by a day of it. */
  readonly local?: LocalRules;
  /** Absent: the policy moves no attempt to a payday. */
  readonly payday?: PaydayRules;
  /** Silent attempts on paydays while paused. */
  readonly tail: { readonly attempts: number; readonly until: Duration };
}

export function plannedAt(step: Step, firstFailure: Instant, ladder: Ladder): Instant {
  switch (step) {
    case 'take-over':
      return firstFailure;
    case 'pause':
    case 'tail':
      return after(firstFailure, ladder.pause);
    case 'hold':
      return after(firstFailure, ladder.holdEnd);
    default:
      return inWindow(step, after(firstFailure, ladder.offsets[step]), ladder);
  }
}

/** The next opening for an attempt due outside; the later rungs keep their own instants, and day 10 never moves. */
export function inWindow(step: AttemptStep, due: Instant, { window }: Ladder): Instant {
  if (!window || step === 'final') return due;
  const opens = atLocalTime(due, window.from, window.zone);
  if (due < opens) return opens;
  if (due <= atLocalTime(due, window.to, window.zone)) return due;
  return atLocalTime(addLocalDays(due, 1, window.zone), window.from, window.zone);
}

export const nextStep = (step: Step): Step | undefined => steps[steps.indexOf(step) + 1];
