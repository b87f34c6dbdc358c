import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../../lambdas/billing/model.ts';
import { isOverdue } from '../../../lambdas/billing/overdue.ts';
import { after, parseInstant } from '../../../lambdas/kernel/instant.ts';

const due = parseInstant('2026-11-10T00:00:00Z');
const money = (amount: number) => ({ amount, currency: 'usd' });
const sent: Invoice = {
  id: 'in_1',
  customer: 'cus_1',
  status: 'open',
  billingReason: 'subscription_cycle',
  collection: 'send_invoice',
  amountDue: money(4900),
  amountRemaining: money(4900),
  autoAdvance: true,
  attempted: false,
  created: due,
  dueAt: due,
  livemode: false,
};
const { dueAt: _dated, ...undated } = sent;

describe('an invoice that is paid by hand', () => {
  it.each<[string, Invoice, number, boolean, boolean]>([
    ['a second before its date', sent, -1, false, false],
    ['on its date', sent, 0, false, true],
    ['whatever Stripe says of it before', sent, -1, true, false],
    ['without a date, unless Stripe says so', undated, 0, false, false],
    ['without a date, when Stripe says so', undated, 0, true, true],
    ['that is charged by Stripe', { ...sent, collection: 'charge_automatically' }, 0, true, false],
    ['that is paid', { ...sent, status: 'paid' }, 0, true, false],
    ['of nothing', { ...sent, amountRemaining: money(0) }, 0, true, false],
  ])('%s', (_name, invoice, seconds, saidSo, overdue) => {
    expect(isOverdue(invoice, after(due, { seconds }), saidSo)).toBe(overdue);
  });
});
