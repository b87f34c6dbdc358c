import type { Decline } from '../billing/model.ts';
import { type Duration, milliseconds } from '../kernel/instant.ts';
import {
  type ClassRow,
  type DeclineClass,
  type DeclineRow,
  declineClasses,
  declineCodes,
  issuerAdvice,
  mastercardAdvice,
  mastercardWait,
  neverExecuted,
  otherCodes,
} from './decline-policy.ts';

export interface DeclineVerdict {
  readonly class: DeclineClass;
  /** The row that decided, for our own people. */
  readonly why: { readonly code: string; readonly reason: string };
  /** The next attempt on this card is not before this long after the failure. */
  readonly notBefore?: Duration;
  /** Whether this card may be charged again without the customer doing anything. */
  readonly retries: boolean;
  readonly maxRetries?: number;
}

export interface DeclinedCard {
  readonly brand?: string;
  readonly type?: string;
}

/**
 * Makes a class of what a failed charge said, in the order of the spec: Stripe's own block, any other block, the
 * issuer's advice, the network's advice, the decline code, the error code.
 */
export function classify(decline: Decline, card: DeclinedCard, blockedRest?: Duration): DeclineVerdict {
  const decided = decide(decline, card);
  const row: ClassRow = declineClasses[decided.class];
  const rest = decided.class === 'BLOCKED' ? (blockedRest ?? row.notBefore) : row.notBefore;
  const notBefore = row.retries ? longer(rest, networkWait(decline, card)) : undefined;
  return {
    class: decided.class,
    why: { code: decided.code, reason: decided.reason },
    retries: row.retries,
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(row.maxRetries === undefined ? {} : { maxRetries: row.maxRetries }),
  };
}

/** What a customer may read: the same sentence for every class, so that none of them shows through. */
export const customerReason = (of: DeclineClass): string => declineClasses[of].customer;

interface Decided extends DeclineRow {
  readonly code: string;
}

function decide(decline: Decline, card: DeclinedCard): Decided {
  if (card.type !== undefined && card.type !== 'card') {
    return { code: card.type, class: 'NOT_A_CARD', reason: 'not a card: cards are the only thing the ladder charges' };
  }
  return blocked(decline) ?? advised(byCode(decline), decline, card);
}

/** Stripe's blocks hide behind `generic_decline`: only the charge's outcome tells. */
function blocked({ outcomeType, outcomeReason }: Decline): Decided | undefined {
  if (outcomeReason === 'previously_declined_do_not_retry') {
    return { code: outcomeReason, class: 'BLOCKED', reason: 'Stripe held the payment back: tried too often before' };
  }
  return outcomeType === 'blocked'
    ? { code: outcomeReason ?? 'blocked', class: 'RISK', reason: 'Stripe blocked the payment as risky' }
    : undefined;
}

/**
 * Advice beats the code where the question is whether to try this card again. It never turns a revoked, risky or
 * unconfirmed payment into a mere card problem: those have words and steps of their own.
 */
function advised(coded: Decided, decline: Decline, card: DeclinedCard): Decided {
  if (decline.adviceCode === 'try_again_later') return softened(coded);
  const advice =
    find('advice', issuerAdvice, decline.adviceCode) ??
    (isMastercard(card) ? find('mastercard', mastercardAdvice, decline.networkAdviceCode) : undefined);
  if (advice === undefined) return coded;
  const about = declineClasses[coded.class].retries || coded.class === 'NEW_CARD';
  return about ? advice : coded;
}

function softened(coded: Decided): Decided {
  const hard = coded.class === 'NEW_CARD' && !neverExecuted.includes(coded.code);
  return hard || coded.class === 'UNKNOWN'
    ? { code: 'advice:try_again_later', class: 'TRANSIENT', reason: 'the bank asks to try again later' }
    : coded;
}

/** Some failures come as `code` alone (`expired_card`), most as `card_declined` with the reason in `decline_code`. */
const byCode = ({ declineCode, code, outcomeReason }: Decline): Decided =>
  find(undefined, codes, declineCode) ??
  find(undefined, codes, code) ??
  find(undefined, codes, outcomeReason) ?? {
    code: declineCode ?? code,
    class: 'UNKNOWN',
    reason: 'a reason we do not know: treated like one the bank did not give',
  };

const codes: Readonly<Record<string, DeclineRow>> = { ...declineCodes, ...otherCodes };

function find(
  kind: string | undefined,
  table: Readonly<Record<string, DeclineRow>>,
  code: string | undefined,
): Decided | undefined {
  const row = code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
  return row === undefined ? undefined : { ...row, code: kind === undefined ? `${code}` : `${kind}:${code}` };
}

function networkWait(decline: Decline, card: DeclinedCard): Duration | undefined {
  const waits: Readonly<Record<string, Duration>> = mastercardWait;
  const code = decline.networkAdviceCode;
  return isMastercard(card) && code !== undefined && Object.hasOwn(waits, code) ? waits[code] : undefined;
}

const isMastercard = (card: DeclinedCard): boolean => card.brand?.toLowerCase() === 'mastercard';

const longer = (a: Duration | undefined, b: Duration | undefined): Duration | undefined =>
  a === undefined || (b !== undefined && milliseconds(b) > milliseconds(a)) ? b : a;
