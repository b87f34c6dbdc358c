import type { Outcome, OutcomeDetail } from './types.ts';

/** Everything a decline says in the error, the PaymentIntent and the charge. */
export interface Decline {
  readonly kind: 'declined';
  readonly code: string;
  readonly declineCode?: string;
  readonly adviceCode?: string;
  readonly networkAdviceCode?: string;
  readonly networkDeclineCode?: string;
  readonly outcomeType: string;
  readonly reason: string;
  readonly sentToNetwork: boolean;
  readonly needsAction: boolean;
  /** Nothing was refused yet, so nothing is remembered. */
  readonly firstChallenge: boolean;
}

export interface Accepted {
  readonly kind: 'ok';
}

export interface Waiting {
  readonly kind: 'pending';
  readonly pending: string;
  readonly becomes: string;
}

export type Verdict = Decline | Accepted | Waiting;

/** Error codes of their own, without a decline code (facts §4.2). */
const CODE_ALONE = new Set(['expired_card', 'incorrect_cvc', 'incorrect_number', 'processing_error']);
/** Declines that Stripe makes itself; the decline code alone hides the first one (facts, finding 7). */
const BLOCKS = new Set(['previously_declined_do_not_retry', 'highest_risk_level']);
const ACTION = 'authentication_required';

export const detailOf = (outcome: Outcome): OutcomeDetail =>
  typeof outcome === 'string' ? { code: outcome } : outcome;

/** Reads one scripted outcome. "ok", nothing, or details without any code go through. */
export function verdictOf(outcome: Outcome): Verdict {
  const detail = detailOf(outcome);
  if (detail.pending !== undefined) return { kind: 'pending', pending: detail.pending, becomes: detail.then ?? 'ok' };
  const given = detail.decline_code ?? detail.code ?? 'ok';
  if (given === 'ok' && detail.outcome_reason === undefined) return { kind: 'ok' };
  return declined(detail, given === 'ok' ? 'generic_decline' : given);
}

function declined(detail: OutcomeDetail, given: string): Decline {
  const block = [detail.outcome_reason, given].find((reason) => reason !== undefined && BLOCKS.has(reason));
  const alone = CODE_ALONE.has(given) && detail.decline_code === undefined;
  const said = given === 'previously_declined_do_not_retry' ? 'generic_decline' : given;
  const blocked = (detail.outcome_type ?? (block === undefined ? 'issuer_declined' : 'blocked')) === 'blocked';
  return {
    kind: 'declined',
    code: alone ? said : errorCode(detail, said),
    ...(alone || said === 'card_declined' ? {} : { declineCode: said }),
    ...(detail.advice_code === undefined ? {} : { adviceCode: detail.advice_code }),
    ...(detail.network_advice_code === undefined ? {} : { networkAdviceCode: detail.network_advice_code }),
    ...(detail.network_decline_code === undefined ? {} : { networkDeclineCode: detail.network_decline_code }),
    outcomeType: detail.outcome_type ?? (blocked ? 'blocked' : 'issuer_declined'),
    reason: detail.outcome_reason ?? block ?? said,
    sentToNetwork: !blocked,
    needsAction: said === ACTION,
    firstChallenge: said === ACTION && detail.challenge === true,
  };
}

/** `authentication_required` is both the code and the decline code; otherwise the code is `card_declined`. */
function errorCode(detail: OutcomeDetail, said: string): string {
  if (said === ACTION) return ACTION;
  return detail.decline_code !== undefined && detail.code !== undefined ? detail.code : 'card_declined';
}

const MESSAGES: Readonly<Record<string, string>> = {
  expired_card: 'Your card has expired.',
  incorrect_cvc: "Your card's security code is incorrect.",
  incorrect_number: 'Your card number is incorrect.',
  insufficient_funds: 'Your card has insufficient funds.',
  processing_error: 'An error occurred while processing your card. Try again in a little bit.',
  authentication_required: 'Your card was declined. This transaction requires authentication.',
  card_not_supported: 'Your card does not support this type of purchase.',
};

export const messageOf = (decline: Decline): string =>
  MESSAGES[decline.declineCode ?? decline.code] ?? 'Your card was declined.';

/** The fields the error of the API and `last_payment_error` share. */
export const errorFields = (decline: Decline): Record<string, unknown> => ({
  ...(decline.adviceCode === undefined ? {} : { advice_code: decline.adviceCode }),
  code: decline.code,
  ...(decline.declineCode === undefined ? {} : { decline_code: decline.declineCode }),
  doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
  message: messageOf(decline),
  ...(decline.networkAdviceCode === undefined ? {} : { network_advice_code: decline.networkAdviceCode }),
  ...(decline.networkDeclineCode === undefined ? {} : { network_decline_code: decline.networkDeclineCode }),
  type: 'card_error',
});
