import type { Duration } from '../kernel/instant.ts';

export type DeclineClass =
  | 'FUNDS'
  | 'TRANSIENT'
  | 'UNKNOWN'
  | 'NEW_CARD'
  | 'REVOKED'
  | 'AUTH'
  | 'RISK'
  | 'BLOCKED'
  | 'NOT_A_CARD';

export interface DeclineRow {
  readonly class: DeclineClass;
  /** In words a customer-success person accepts. For our own people only: a customer reads `customerReason`. */
  readonly reason: string;
}

export interface ClassRow {
  /** Whether the same card may be charged again without the customer doing anything. */
  readonly retries: boolean;
  /** How many own retries the same card gets before another one is asked for; absent: the ladder's own number. */
  readonly maxRetries?: number;
  /** The next attempt is not before this long after the failure. */
  readonly notBefore?: Duration;
  readonly reason: string;
  readonly customer: string;
}

/**
 * The one sentence a customer reads, whatever the code was. Were it different for a lost, stolen or suspicious card, its
 * absence elsewhere would tell; so it is the same for every class.
 */
const neutral = 'This usually happens when a card has expired or the bank has put a temporary hold on it.';

/** What each class means for the ladder (spec payment-recovery, decline classes). */
export const declineClasses = {
  FUNDS: { retries: true, reason: 'money was short: try again, on a payday if one is near', customer: neutral },
  TRANSIENT: { retries: true, reason: 'a hiccup at the bank or on the way: try again', customer: neutral },
  UNKNOWN: {
    retries: true,
    maxRetries: 2,
    reason: 'the bank gave no reason: two more tries, then ask for another card',
    customer: neutral,
  },
  NEW_CARD: { retries: false, reason: 'this card will not work again: ask for another one', customer: neutral },
  REVOKED: {
    retries: false,
    reason: 'the customer told the bank to stop: write softly, offer to cancel',
    customer: neutral,
  },
  AUTH: { retries: false, reason: 'the bank wants the customer present: send a link to confirm', customer: neutral },
  RISK: { retries: false, reason: 'looks like fraud to the bank or to Stripe: a person decides', customer: neutral },
  BLOCKED: {
    retries: true,
    notBefore: { days: 3 },
    reason: 'tried too often: Stripe holds this card back, wait 3 days',
    customer: neutral,
  },
  NOT_A_CARD: {
    retries: false,
    reason: 'bank debits and wallets have rules of their own: no automatic retry',
    customer: neutral,
  },
} as const satisfies Readonly<Record<DeclineClass, ClassRow>>;

/** Stripe's list of 50 card decline codes (docs.stripe.com/declines/codes), two of them deprecated. */
export const declineCodes = {
  insufficient_funds: { class: 'FUNDS', reason: 'not enough money in the account' },
  card_velocity_exceeded: { class: 'FUNDS', reason: 'the balance, credit or spending limit of the card is reached' },
  withdrawal_count_limit_exceeded: { class: 'FUNDS', reason: 'the number of payments or the amount is over a limit' },

  processing_error: { class: 'TRANSIENT', reason: 'an error while the card was processed' },
  issuer_not_available: { class: 'TRANSIENT', reason: 'the bank could not be reached' },
  reenter_transaction: { class: 'TRANSIENT', reason: 'the bank could not process it for a reason it does not know' },
  try_again_later: { class: 'TRANSIENT', reason: 'the bank asks to try again later' },
  approve_with_id: { class: 'TRANSIENT', reason: 'the payment could not be authorised this time' },

  generic_decline: { class: 'UNKNOWN', reason: 'the bank declined and did not say why' },
  do_not_honor: { class: 'UNKNOWN', reason: 'the bank declined and did not say why' },
  call_issuer: { class: 'UNKNOWN', reason: 'the bank wants to talk to its customer' },
  no_action_taken: { class: 'UNKNOWN', reason: 'the bank did nothing and did not say why' },
  not_permitted: { class: 'UNKNOWN', reason: 'the bank does not permit this payment' },
  service_not_allowed: { class: 'UNKNOWN', reason: 'the bank does not allow this kind of payment' },
  invalid_amount: { class: 'UNKNOWN', reason: 'the amount is not valid or over what the bank allows' },
  duplicate_transaction: {
    class: 'UNKNOWN',
    reason: 'the same amount was charged a moment ago: first look whether that one went through',
  },

  expired_card: { class: 'NEW_CARD', reason: 'the card has expired' },
  incorrect_number: { class: 'NEW_CARD', reason: 'the card number is wrong' },
  invalid_number: { class: 'NEW_CARD', reason: 'the card number is wrong' },
  incorrect_cvc: { class: 'NEW_CARD', reason: 'the security code is wrong' },
  invalid_cvc: { class: 'NEW_CARD', reason: 'the security code is wrong' },
  invalid_expiry_month: { class: 'NEW_CARD', reason: 'the expiry month is wrong' },
  invalid_expiry_year: { class: 'NEW_CARD', reason: 'the expiry year is wrong' },
  incorrect_zip: { class: 'NEW_CARD', reason: 'the postal code does not match' },
  incorrect_address: { class: 'NEW_CARD', reason: 'the address does not match' },
  invalid_account: { class: 'NEW_CARD', reason: 'the card or the account behind it does not exist' },
  new_account_information_available: { class: 'NEW_CARD', reason: 'the card was replaced by a newer one' },
  card_not_supported: { class: 'NEW_CARD', reason: 'the card cannot be used for this kind of payment' },
  currency_not_supported: { class: 'NEW_CARD', reason: 'the card cannot pay in this currency' },
  pickup_card: { class: 'NEW_CARD', reason: 'the card was reported lost or stolen, or withdrawn by the bank' },
  lost_card: { class: 'NEW_CARD', reason: 'the card was reported lost' },
  stolen_card: { class: 'NEW_CARD', reason: 'the card was reported stolen' },
  restricted_card: { class: 'NEW_CARD', reason: 'the bank has restricted the card' },
  transaction_not_allowed: { class: 'NEW_CARD', reason: 'the card may not be used for this kind of payment' },
  incorrect_pin: { class: 'NEW_CARD', reason: 'a PIN was wrong, which cannot be corrected without the customer' },
  invalid_pin: { class: 'NEW_CARD', reason: 'a PIN was wrong, which cannot be corrected without the customer' },
  offline_pin_required: { class: 'NEW_CARD', reason: 'the card wants a PIN, which a renewal cannot give' },
  online_or_offline_pin_required: { class: 'NEW_CARD', reason: 'the card wants a PIN, which a renewal cannot give' },
  pin_try_exceeded: { class: 'NEW_CARD', reason: 'the PIN was wrong too often' },
  testmode_decline: { class: 'NEW_CARD', reason: 'a test card was used' },
  do_not_try_again: { class: 'NEW_CARD', reason: 'the bank asks not to try this card again' },

  revocation_of_authorization: { class: 'REVOKED', reason: 'the customer withdrew permission for this payment' },
  revocation_of_all_authorizations: { class: 'REVOKED', reason: 'the customer withdrew permission for all payments' },
  stop_payment_order: { class: 'REVOKED', reason: 'the customer told the bank to stop this payment' },

  authentication_required: { class: 'AUTH', reason: 'the bank wants the customer to confirm the payment' },
  authentication_not_handled: { class: 'AUTH', reason: 'the confirmation the bank asked for was not finished' },
  mobile_device_authentication_required: { class: 'AUTH', reason: 'the bank wants a confirmation on the phone' },

  fraudulent: { class: 'RISK', reason: 'Stripe suspects fraud' },
  merchant_blacklist: { class: 'RISK', reason: 'the card is on the block list of this business' },
  security_violation: { class: 'RISK', reason: 'the bank suspects a security breach' },
} as const satisfies Readonly<Record<string, DeclineRow>>;

export type DeclineCode = keyof typeof declineCodes;

/** Error and outcome words that stand where a decline code would, and are none. */
export const otherCodes = {
  highest_risk_level: { class: 'RISK', reason: 'Stripe rates the payment as very risky' },
  invoice_payment_intent_requires_action: {
    class: 'AUTH',
    reason: 'the bank wants the customer to confirm the payment',
  },
  payment_intent_action_required: { class: 'AUTH', reason: 'the bank wants the customer to confirm the payment' },
  payment_intent_authentication_failure: { class: 'AUTH', reason: 'the confirmation at the bank failed' },
} as const satisfies Readonly<Record<string, DeclineRow>>;

/**
 * Of the NEW_CARD codes those Stripe never executes again before another card is there, whatever the issuer advises
 * (facts 4.6; the other four of its nine are REVOKED, AUTH and RISK here).
 */
export const neverExecuted: readonly string[] = [
  'incorrect_number',
  'lost_card',
  'pickup_card',
  'stolen_card',
  'transaction_not_allowed',
] satisfies readonly DeclineCode[];

/** What the issuer asks for, as Stripe passes it on. The third advice, `try_again_later`, softens: see `decline.ts`. */
export const issuerAdvice = {
  do_not_try_again: { class: 'NEW_CARD', reason: 'the bank asks not to try this card again' },
  confirm_card_data: { class: 'NEW_CARD', reason: 'the bank asks to check the details of the card' },
} as const satisfies Readonly<Record<string, DeclineRow>>;

/** Mastercard's merchant advice codes that end retries. Other networks use the same numbers for other things. */
export const mastercardAdvice = {
  '01': { class: 'NEW_CARD', reason: 'Mastercard: the card was replaced by a newer one' },
  '03': { class: 'NEW_CARD', reason: 'Mastercard: do not try this card again' },
  '21': { class: 'REVOKED', reason: 'Mastercard: the customer stopped recurring payments' },
  '40': { class: 'NEW_CARD', reason: 'Mastercard: a prepaid card that cannot be reloaded' },
  '41': { class: 'NEW_CARD', reason: 'Mastercard: a card number for a single use' },
  '43': { class: 'NEW_CARD', reason: 'Mastercard: a virtual card number of several uses' },
} as const satisfies Readonly<Record<string, DeclineRow>>;

/** Mastercard's merchant advice codes that only say how long to wait (02: 72 h; 24 to 30 as named by the network). */
export const mastercardWait = {
  '02': { hours: 72 },
  '24': { hours: 1 },
  '25': { hours: 24 },
  '26': { days: 2 },
  '27': { days: 4 },
  '28': { days: 6 },
  '29': { days: 8 },
  '30': { days: 10 },
} as const satisfies Readonly<Record<string, Duration>>;
