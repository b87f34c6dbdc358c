import { declineClasses, declineCodes, issuerAdvice, mastercardAdvice, otherCodes } from './decline-policy.ts';
import type { Recovery, StepResult } from './state.ts';

/** Why a rung is not charged now, or a step waits: what the rules say in codes, in words for our own people. */
const hindrances: Readonly<Record<string, string>> = {
  'take-over': 'Stripe is still busy with the invoice',
  'retry-1': 'the time of the first retry has not come',
  'retry-2': 'the time of the second retry has not come',
  'retry-3': 'the time of the third retry has not come',
  final: 'the time of the final retry has not come',
  pause: 'the day of the pause has not come',
  tail: 'the next payday of the pause has not come',
  hold: 'the hold is not over yet',
  tail_observing: 'recovery does not act now, so nothing is tried on a payday',
  gap: 'the card may not be charged sooner: charges on one card keep their distance, and only hours that are allowed are used',
  cap: "the card has had as many attempts as its network allows for now, everybody's counted",
  asked: 'the bank, its network or Stripe asked to leave this card alone until then',
  yields: 'another invoice of higher value is to be charged on the same card first',
  unknown_retries: 'the bank gave no reason as often as we ask the same card: another card is needed',
  burst: 'many attempts fell due in the same minute, so this one waits some minutes of its own',
  payment_processing: 'money is on its way, which may arrive or bounce',
  paid_elsewhere: 'a charge of the same amount went through outside this invoice: a person looks whose money it was',
  no_card: 'there is no card to charge',
  not_a_card: 'it is no card: bank debits and wallets have rules of their own and are not charged by us',
  cancelled_at_period_end: 'the customer has cancelled: nothing is charged or said until the period ends',
  'everything is paused': 'everything is paused by hand ("ops pause-all")',
};

/** What `timing.ts` says of a day that is not the ladder's. */
export const namedDay = (code: string): string | undefined => /^(?:promise|card|country): (.+)$/.exec(code)?.[1];

export function hindranceWords(code: string, { notBefore }: Pick<Recovery, 'notBefore'>): string {
  if (code === 'gap' && notBefore) return 'the bank, its network or Stripe asked to leave this card alone until then';
  const hard = /^(class_without_retry|declined_for_good): (\w+)$/.exec(code)?.[2];
  if (hard) return `the card was declined for good: ${classWords(hard)}`;
  const named = namedDay(code);
  if (named) return named;
  // What Stripe answered may name anything; the row keeps it.
  if (code.startsWith('refused by Stripe')) return 'Stripe refused the request itself, so no charge was made';
  return hindrances[code] ?? code;
}

const classes: Readonly<Record<string, { readonly reason: string }>> = declineClasses;

/** "money was short: try again, on a payday if one is near (FUNDS)". */
export const classWords = (of: string): string => `${classes[of]?.reason ?? 'a kind nobody knows'} (${of})`;

const rows = (kind: string, table: Readonly<Record<string, { readonly reason: string }>>): [string, string][] =>
  Object.entries(table).map(([code, { reason }]) => [`${kind}${code}`, reason]);

/** The codes of `classify`, each with the reason of its row. */
const codes: ReadonlyMap<string, string> = new Map([
  ...rows('', declineCodes),
  ...rows('', otherCodes),
  ...rows('advice:', issuerAdvice),
  ...rows('mastercard:', mastercardAdvice),
  ['advice:try_again_later', 'the bank asks to try again later'],
  ['previously_declined_do_not_retry', 'Stripe held the payment back: tried too often before'],
]);

/** "not enough money in the account (insufficient_funds)"; a code without a row is shown as it is. */
export function declineWords(code: string | undefined): string {
  const reason = code === undefined ? undefined : codes.get(code);
  if (reason !== undefined) return `${reason} (${code})`;
  return code === undefined ? 'the bank did not say why' : `the bank said ${code}`;
}

/** What a decline means: its reason, and what its class lets happen next. */
export const verdictWords = ({ reason, class: of }: Pick<StepResult, 'reason' | 'class'>): string =>
  `${declineWords(reason)}${of === undefined ? '' : `. That means: ${classWords(of)}`}`;

export const outcomes: Readonly<Record<string, string>> = {
  recovered: 'The invoice is paid: recovered',
  cancelled: 'The subscription was cancelled: nothing is left to recover',
  voided: 'Nothing is owed any more: the invoice was voided or credited',
  uncollectible: 'The invoice was written off at Stripe',
  disputed: 'The customer disputes the charge: recovery stops',
  not_ours: 'The invoice is not for us to collect',
  expired_hold: 'The hold ended unpaid: the subscription was ended',
  stopped: 'A person stopped it',
};
