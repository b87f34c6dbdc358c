import { describe, expect, it } from '@jest/globals';
import { violationsOf } from '../../../local/scenario/violations.ts';

const day = 86_400_000;
const charge = (at: string, more: object = {}) => ({
  at: `2026-11-${at}:00.000Z`,
  invoice: 'in_1',
  fingerprint: 'fp_1',
  actor: 'us',
  outcome: 'declined',
  ...more,
});
const paid = { outcome: 'ok' };
const mail = (at: string) => ({ at: `2026-11-${at}:00.000Z`, template: 'friendly', invoice: 'in_1' });

describe('violations', () => {
  it.each([
    ['a mail at the second of the payment', [charge('10T15:00', paid)], [mail('10T15:00')], 0],
    ['a mail a minute after the payment', [charge('10T15:00', paid)], [mail('10T15:01')], 1],
    ['a second payment of ours', [charge('10T15:00', paid), charge('12T15:00', paid)], [], 1],
    [
      'a payment of the customer after ours',
      [charge('10T15:00', paid), charge('12T15:00', { ...paid, actor: 'customer' })],
      [],
      0,
    ],
    ['two attempts exactly the gap apart', [charge('10T15:00'), charge('11T15:00')], [], 0],
    ['two attempts a minute closer', [charge('10T15:00'), charge('11T14:59')], [], 1],
    ['a hasty attempt on another card', [charge('10T15:00'), charge('10T15:01', { fingerprint: 'fp_2' })], [], 0],
    ['a hasty attempt of Stripe', [charge('10T15:00'), charge('10T15:01', { actor: 'stripe' })], [], 0],
  ])('are found: %s', (_what, charges, mails, count) => {
    expect(violationsOf(charges, mails, day)).toHaveLength(count);
  });
});
