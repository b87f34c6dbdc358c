import type { RetentionConfig } from '../kernel/config/index.ts';
import type { Step } from './ladder.ts';
import { reminderOf, rungOf } from './policy.ts';
import { noRetryClasses, type Recovery } from './state.ts';

export type RecoveryMail =
  | 'friendly'
  | 'urgent'
  | 'last-attempt'
  | 'paused'
  | 'recovered'
  | 'card-needed'
  | 'authenticate';

export type Tone = 'plain' | 'soft' | 'neutral';

type DeclineClass = Recovery['class'];
type Policy = Pick<RetentionConfig, 'ladder'>;

/** What goes out when a rung is behind us: mail, banner in the customer's app, task for the account manager. */
export interface Consequence {
  readonly mail?: RecoveryMail | undefined;
  readonly banner: boolean;
  readonly task: boolean;
}

const silence: Consequence = { banner: false, task: false };

/** NOT_A_CARD is no refusal: it keeps the ladder's mails, in the variant without a retry (completions C36). */
const needsCustomer = (declineClass: DeclineClass): boolean =>
  declineClass !== undefined && declineClass !== 'NOT_A_CARD' && noRetryClasses.has(declineClass);

/**
 * A failed or skipped rung speaks as the policy's row says. A class that no retry cures follows the calendar without
 * retries, and speaks at once when it was only just heard of.
 */
export function consequenceOf(step: Step, declineClass: DeclineClass, justHeard: boolean, policy: Policy): Consequence {
  if (!needsCustomer(declineClass)) return rowOf(rungOf(policy, step), declineClass);
  return rowOf(reminderOf(policy, step) ?? (justHeard ? reminderOf(policy, 'take-over') : undefined), declineClass);
}

/** A step's own mail, beside the rows of the policy. */
export const ownMail = { pause: 'paused' } as const satisfies Partial<Record<Step, RecoveryMail>>;

/** What to say about a card that was tried outside the ladder: nothing, unless the customer was asked for it or has to act. */
export function answerTo(before: DeclineClass, now: DeclineClass): RecoveryMail | undefined {
  if (needsCustomer(now)) return askFor(now);
  return needsCustomer(before) ? 'friendly' : undefined;
}

type Row = Pick<RetentionConfig['ladder']['withoutRetry'][number], 'mail' | 'banner' | 'task'>;

function rowOf(row: Row | undefined, declineClass: DeclineClass): Consequence {
  if (!row) return silence;
  const mail = row.mail === 'card-needed' ? askFor(declineClass) : (row.mail ?? undefined);
  return { mail, banner: row.banner, task: row.task };
}

const askFor = (declineClass: DeclineClass): RecoveryMail => (declineClass === 'AUTH' ? 'authenticate' : 'card-needed');

/** REVOKED: the bank was told to stop, so cancelling is offered. RISK: nothing is said or guessed about the card. */
export function toneOf(declineClass: DeclineClass): Tone {
  if (declineClass === 'REVOKED') return 'soft';
  return declineClass === 'RISK' ? 'neutral' : 'plain';
}
