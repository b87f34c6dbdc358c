import { describe, expect, it } from '@jest/globals';
import { milliseconds, parseInstant } from '../../../lambdas/kernel/instant.ts';
import { type Evidence, violationsOf } from '../../../local/scenario/violations.ts';

const when = (at: string): string => `2026-11-${at}:00.000Z`;
const charge = (at: string, more: object = {}) => ({
  at: when(at),
  invoice: 'in_1',
  fingerprint: 'fp_1',
  actor: 'us',
  outcome: 'declined',
  ...more,
});
const mail = (at: string, more: object = {}) => ({
  at: when(at),
  to: 'ada@acme.test',
  template: 'friendly',
  class: 'service',
  key: 'k',
  invoice: 'in_1',
  ...more,
});
const evidence = (more: Partial<Evidence>): Evidence => ({
  charges: [],
  mails: [],
  paidAt: new Map(),
  suppressedAt: new Map(),
  pauses: [],
  minimumGap: milliseconds({ days: 1 }),
  deadLetters: [],
  ...more,
});
const paid = { outcome: 'ok' };
const paidAt = new Map([['in_1', parseInstant(when('10T15:00'))]]);
const suppressedAt = new Map([['ada@acme.test', when('10T15:00')]]);
const thrice = ['10T15:00', '10T15:15', '10T15:30'];

describe('violations', () => {
  it.each<readonly [string, Partial<Evidence>, number]>([
    ['an acknowledged webhook that was given up', { deadLetters: [{ queue: 'billing-events', what: 'evt_1' }] }, 1],
    ['a mail at the second of the payment', { mails: [mail('10T15:00')], paidAt }, 0],
    ['a mail a minute after the payment', { mails: [mail('10T15:01')], paidAt }, 1],
    ['a thank-you a minute after the payment', { mails: [mail('10T15:01', { invoice: null })], paidAt }, 0],
    ['a service mail twice', { mails: thrice.slice(1).map((at) => mail(at)) }, 0],
    ['a service mail three times', { mails: thrice.map((at) => mail(at)) }, 1],
    ['a lifecycle mail twice', { mails: thrice.slice(1).map((at) => mail(at, { class: 'lifecycle' })) }, 1],
    ['a mail as its address is suppressed', { mails: [mail('10T15:00')], suppressedAt }, 0],
    ['a mail to a suppressed address', { mails: [mail('10T15:01')], suppressedAt }, 1],
    ['a second payment of ours', { charges: [charge('10T15:00', paid), charge('12T15:00', paid)] }, 1],
    [
      'a payment of the customer after ours',
      { charges: [charge('10T15:00', paid), charge('12T15:00', { ...paid, actor: 'customer' })] },
      0,
    ],
    ['two attempts exactly the gap apart', { charges: [charge('10T15:00'), charge('11T15:00')] }, 0],
    ['two attempts a minute closer', { charges: [charge('10T15:00'), charge('11T14:59')] }, 1],
    [
      'a hasty attempt on another card',
      { charges: [charge('10T15:00'), charge('10T15:01', { fingerprint: 'fp_2' })] },
      0,
    ],
    ['a hasty attempt of Stripe', { charges: [charge('10T15:00'), charge('10T15:01', { actor: 'stripe' })] }, 0],
    ['a pause after its notice', { pauses: [{ subject: 's', at: when('24T15:00'), noticeAt: when('20T15:00') }] }, 0],
    ['a pause before its notice', { pauses: [{ subject: 's', at: when('24T15:00'), noticeAt: when('24T15:01') }] }, 1],
    ['a pause without a notice', { pauses: [{ subject: 's', at: when('24T15:00'), noticeAt: null }] }, 1],
  ])('are found: %s', (_what, more, count) => {
    expect(violationsOf(evidence(more))).toHaveLength(count);
  });
});
