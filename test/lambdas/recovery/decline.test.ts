import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decline } from '../../../lambdas/billing/model.ts';
import { classify, customerReason } from '../../../lambdas/recovery/decline.ts';
import { declineClasses, declineCodes } from '../../../lambdas/recovery/decline-policy.ts';

const visa = { brand: 'visa', type: 'card' };
const mastercard = { brand: 'mastercard', type: 'card' };
const declined = (declineCode: string, over: Partial<Decline> = {}): Decline => ({
  code: 'card_declined',
  declineCode,
  ...over,
});
const blocked = { outcomeType: 'blocked', outcomeReason: 'previously_declined_do_not_retry' };

/** The spec's table, written out a second time on purpose. */
const table: Readonly<Record<string, string>> = {
  FUNDS: 'insufficient_funds card_velocity_exceeded withdrawal_count_limit_exceeded',
  TRANSIENT: 'processing_error issuer_not_available reenter_transaction try_again_later approve_with_id',
  UNKNOWN:
    'generic_decline do_not_honor call_issuer no_action_taken not_permitted service_not_allowed invalid_amount duplicate_transaction',
  NEW_CARD:
    'expired_card incorrect_number invalid_number incorrect_cvc invalid_cvc invalid_expiry_month invalid_expiry_year incorrect_zip ' +
    'incorrect_address invalid_account new_account_information_available card_not_supported currency_not_supported pickup_card ' +
    'lost_card stolen_card restricted_card transaction_not_allowed incorrect_pin invalid_pin offline_pin_required ' +
    'online_or_offline_pin_required pin_try_exceeded testmode_decline do_not_try_again',
  REVOKED: 'revocation_of_authorization revocation_of_all_authorizations stop_payment_order',
  AUTH: 'authentication_required authentication_not_handled mobile_device_authentication_required',
  RISK: 'fraudulent merchant_blacklist security_violation',
};
const rows = Object.entries(table).flatMap(([of, codes]) => codes.split(' ').map((code) => [code, of] as const));
const retrying = ['FUNDS', 'TRANSIENT', 'UNKNOWN'];

describe('classify', () => {
  it('knows the 50 codes of the list, each once', () => {
    expect(rows.map(([code]) => code).sort()).toEqual(Object.keys(declineCodes).sort());
    expect(rows).toHaveLength(50);
  });

  it.each(rows)('reads %s as %s, as decline code and as bare code', (code, of) => {
    const asDecline = classify(declined(code), visa);

    expect(asDecline).toMatchObject({ class: of, retries: retrying.includes(of), why: { code } });
    expect(classify({ code }, visa)).toEqual(asDecline);
    expect(asDecline).not.toHaveProperty('notBefore');
  });

  it.each([
    ['highest_risk_level', 'RISK'],
    ['invoice_payment_intent_requires_action', 'AUTH'],
    ['payment_intent_authentication_failure', 'AUTH'],
    ['card_declined', 'UNKNOWN'],
    ['code_of_tomorrow', 'UNKNOWN'],
    ['constructor', 'UNKNOWN'],
  ])('reads the word %s as %s', (code, of) => {
    expect(classify({ code }, visa).class).toBe(of);
  });

  it('allows two retries where the bank gives no reason, and the ladder its own number elsewhere', () => {
    expect(classify(declined('do_not_honor'), visa).maxRetries).toBe(2);
    expect(classify(declined('insufficient_funds'), visa)).not.toHaveProperty('maxRetries');
  });

  it.each([
    ['a block for trying too often', declined('generic_decline', blocked), 'BLOCKED', true, { days: 3 }],
    [
      'the same, whatever else is said',
      declined('lost_card', { ...blocked, adviceCode: 'do_not_try_again' }),
      'BLOCKED',
      true,
      { days: 3 },
    ],
    [
      'a block by a rule',
      declined('generic_decline', { outcomeType: 'blocked', outcomeReason: 'rule' }),
      'RISK',
      false,
      undefined,
    ],
    ['a block without a reason', declined('insufficient_funds', { outcomeType: 'blocked' }), 'RISK', false, undefined],
    [
      'a refusal by the issuer',
      declined('generic_decline', { outcomeType: 'issuer_declined' }),
      'UNKNOWN',
      true,
      undefined,
    ],
  ])('reads the outcome first: %s', (_name, decline, of, retries, notBefore) => {
    const verdict = classify(decline, visa);

    expect(verdict).toMatchObject({ class: of, retries });
    expect(verdict.notBefore).toEqual(notBefore);
  });

  it.each([
    ['insufficient_funds', 'do_not_try_again', 'NEW_CARD'],
    ['processing_error', 'do_not_try_again', 'NEW_CARD'],
    ['generic_decline', 'do_not_try_again', 'NEW_CARD'],
    ['generic_decline', 'confirm_card_data', 'NEW_CARD'],
    ['fraudulent', 'do_not_try_again', 'RISK'],
    ['stop_payment_order', 'do_not_try_again', 'REVOKED'],
    ['authentication_required', 'confirm_card_data', 'AUTH'],
    ['generic_decline', 'try_again_later', 'TRANSIENT'],
    ['insufficient_funds', 'try_again_later', 'FUNDS'],
    ['expired_card', 'try_again_later', 'TRANSIENT'],
    ['lost_card', 'try_again_later', 'NEW_CARD'],
    ['transaction_not_allowed', 'try_again_later', 'NEW_CARD'],
    ['fraudulent', 'try_again_later', 'RISK'],
    ['authentication_required', 'try_again_later', 'AUTH'],
    ['generic_decline', 'advice_of_tomorrow', 'UNKNOWN'],
  ])("reads %s with the issuer's advice %s as %s", (code, adviceCode, of) => {
    expect(classify(declined(code, { adviceCode }), visa).class).toBe(of);
  });

  it.each([
    ['01', 'NEW_CARD', undefined],
    ['02', 'FUNDS', { hours: 72 }],
    ['03', 'NEW_CARD', undefined],
    ['04', 'FUNDS', undefined],
    ['21', 'REVOKED', undefined],
    ['24', 'FUNDS', { hours: 1 }],
    ['25', 'FUNDS', { hours: 24 }],
    ['26', 'FUNDS', { days: 2 }],
    ['27', 'FUNDS', { days: 4 }],
    ['28', 'FUNDS', { days: 6 }],
    ['29', 'FUNDS', { days: 8 }],
    ['30', 'FUNDS', { days: 10 }],
    ['31', 'FUNDS', undefined],
    ['40', 'NEW_CARD', undefined],
    ['41', 'NEW_CARD', undefined],
    ['42', 'FUNDS', undefined],
    ['43', 'NEW_CARD', undefined],
  ])('reads advice %s as %s on Mastercard, and not at all on Visa', (networkAdviceCode, of, notBefore) => {
    const decline = declined('insufficient_funds', { networkAdviceCode });

    expect(classify(decline, mastercard)).toMatchObject({ class: of });
    expect(classify(decline, mastercard).notBefore).toEqual(notBefore);
    expect(classify(decline, visa)).toEqual(classify(declined('insufficient_funds'), visa));
    expect(classify(decline, { type: 'card' })).toEqual(classify(declined('insufficient_funds'), visa));
  });

  it("lets the issuer's advice decide before the network's, and keeps the network's wait", () => {
    const soft = declined('generic_decline', { adviceCode: 'try_again_later' });

    expect(classify({ ...soft, networkAdviceCode: '03' }, mastercard)).toMatchObject({
      class: 'TRANSIENT',
      retries: true,
    });
    expect(classify({ ...soft, networkAdviceCode: '27' }, mastercard).notBefore).toEqual({ days: 4 });
    expect(classify(declined('lost_card', { networkAdviceCode: '27' }), mastercard)).not.toHaveProperty('notBefore');
  });

  it.each([
    ['25', { days: 3 }],
    ['27', { days: 4 }],
  ])("waits the longer of Stripe's 3 days and advice %s", (networkAdviceCode, notBefore) => {
    expect(classify(declined('generic_decline', { ...blocked, networkAdviceCode }), mastercard).notBefore).toEqual(
      notBefore,
    );
  });

  it.each(['us_bank_account', 'sepa_debit', 'link', 'other'])('charges no %s again by itself', (type) => {
    expect(classify(declined('insufficient_funds'), { type })).toMatchObject({ class: 'NOT_A_CARD', retries: false });
  });

  it('takes what says nothing of its type for a card', () => {
    expect(classify(declined('insufficient_funds'), {}).class).toBe('FUNDS');
  });

  it('gives every decline one class, a reason in words and, without retries, no date', () => {
    const word = fc.option(
      fc.constantFrom(...Object.keys(declineCodes), 'blocked', '27', '03', 'try_again_later', 'x'),
      { nil: undefined },
    );
    const any = fc.record(
      {
        code: fc.constantFrom('card_declined', 'x'),
        declineCode: word,
        adviceCode: word,
        networkAdviceCode: word,
        outcomeType: word,
      },
      { requiredKeys: ['code'] },
    );
    fc.assert(
      fc.property(any, fc.constantFrom(visa, mastercard), (fields, card) => {
        const verdict = classify(JSON.parse(JSON.stringify(fields)) as Decline, card);

        expect(Object.keys(declineClasses)).toContain(verdict.class);
        expect(verdict.why.reason.split(' ').length).toBeGreaterThan(2);
        expect(verdict.notBefore === undefined || verdict.retries).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('customerReason', () => {
  it('is one sentence for all 50 codes, for blocks and for what is no card', () => {
    const verdicts = [
      ...rows.map(([code]) => classify(declined(code), visa)),
      classify(declined('generic_decline', blocked), visa),
      classify(declined('generic_decline'), { type: 'sepa_debit' }),
    ];

    expect([...new Set(verdicts.map((verdict) => customerReason(verdict.class)))]).toEqual([
      'This usually happens when a card has expired or the bank has put a temporary hold on it.',
    ]);
  });

  it('says nothing of theft, fraud or risk', () => {
    expect(customerReason('RISK')).not.toMatch(/lost|stolen|fraud|risk|security|blocked|declin|revo/i);
  });
});
