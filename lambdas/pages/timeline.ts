import type { Case } from '../cases/case.ts';
import type { Message } from '../messaging/outbox.ts';
import { isBackup } from '../recovery/backup.ts';
import type { Context } from '../recovery/context.ts';
import { isOnPage } from '../recovery/customer-may.ts';
import type { Recovery, StepResult } from '../recovery/state.ts';
import type { Debt } from './debt.ts';

export interface Moment {
  readonly at: string;
  readonly words: string;
}

/** In time. What a bank answered is not told apart: it is between the customer and their bank (no reason leaks). */
export function happenedIn(
  recovery: Recovery,
  mails: readonly Message[],
  row: Pick<Case, 'closedAt' | 'outcome'>,
): Moment[] {
  const { firstFailureAt, results, paused, leavingSince, resumedAt } = recovery;
  const moments: (Moment | undefined)[] = [
    { at: firstFailureAt, words: 'The payment for your plan did not go through.' },
    ...Object.entries(results).map(([name, result]) => triedWords(name, result)),
    ...mails.map(mailWords),
    paused && { at: paused.at, words: 'Your plan was paused. Everything in it is kept.' },
    leavingSince === undefined ? undefined : { at: leavingSince, words: 'You cancelled the plan.' },
    resumedAt === undefined ? undefined : { at: resumedAt, words: 'Your plan runs again.' },
    row.closedAt === undefined
      ? undefined
      : { at: row.closedAt, words: endWords[row.outcome ?? ''] ?? 'The matter was closed.' },
  ];
  return moments.filter((one) => one !== undefined).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const endWords: Readonly<Record<string, string>> = {
  recovered: 'The payment arrived. Everything is settled.',
  voided: 'The open amount was cancelled.',
  uncollectible: 'The open amount was written off.',
  cancelled: 'The plan ended.',
  expired_hold: 'The plan ended, because it was paused for the whole time it could be kept.',
};

/** Only what touched the card. A try that was not made is no event for a customer. */
function triedWords(name: string, { at, kind }: StepResult): Moment | undefined {
  const who = isOnPage(name)
    ? 'You pressed the button to pay'
    : name.startsWith('card:')
      ? 'We tried the new card'
      : isBackup(name)
        ? 'We tried your backup card'
        : 'We tried the card again';
  switch (kind) {
    case 'paid':
      return { at, words: `${who}: the payment went through.` };
    case 'declined':
      return { at, words: `${who}: the bank did not let the payment through.` };
    case 'processing':
      return { at, words: `${who}: the payment is on its way.` };
    default:
      return undefined;
  }
}

function mailWords({ status, sentAt, template }: Message): Moment | undefined {
  if (status !== 'SENT' || sentAt === undefined) return undefined;
  return { at: sentAt, words: `We wrote to you${about[template.split('/').at(-1) ?? ''] ?? ''}.` };
}

const about: Readonly<Record<string, string>> = {
  friendly: ' that the payment had not gone through',
  urgent: ' that the payment is still open',
  'last-attempt': ' about the last try and the day of the pause',
  'card-needed': ' that another card is needed',
  authenticate: ' that your bank wants you to confirm the payment',
  paused: ' that your plan is paused',
  recovered: ' that the payment arrived',
};

/** What comes, in its order; nothing is promised that is not planned. */
export function nextIn(debt: Debt, { recovery }: Pick<Context, 'recovery'>): string[] {
  const { may, paused, leaving, nextAttempt, card, pauseOn, holdUntil } = debt;
  if (may.kind === 'processing') return ['A payment is on its way. We write to you when it has arrived.'];
  if (may.kind === 'settled') return ['Nothing: the payment arrived. A confirmation comes by email.'];
  if (paused) return [`Your plan stays paused until you resume it. Everything in it is kept until ${holdUntil}.`];
  if (leaving) return ['Your plan ends with its period. Nothing more is charged.'];
  return [
    ...(nextAttempt ? [`On ${nextAttempt} we try ${card ?? 'the card'} again.`] : []),
    ...(nextAttempt
      ? []
      : [
          recovery.class === 'AUTH'
            ? 'We wait for you to confirm the payment with your bank.'
            : 'We wait for another card and do not try this one again.',
        ]),
    `Unless it is paid by then, the plan is ${recovery.afterTrial ? 'ended' : 'paused'} on ${pauseOn}.${recovery.afterTrial ? '' : ' Everything in it is kept.'}`,
  ];
}
