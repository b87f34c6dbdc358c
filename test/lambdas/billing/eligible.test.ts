import { describe, expect, it } from '@jest/globals';
import { recoverable } from '../../../lambdas/billing/eligible.ts';
import type { Invoice, Subscription } from '../../../lambdas/billing/model.ts';
import { after, parseInstant } from '../../../lambdas/kernel/instant.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const usd = (amount: number) => ({ amount, currency: 'usd' });

const invoice = (over: Partial<Invoice> = {}): Invoice => ({
  id: 'in_1',
  customer: 'cus_acme',
  subscription: 'sub_acme',
  status: 'open',
  billingReason: 'subscription_cycle',
  collection: 'charge_automatically',
  amountDue: usd(4900),
  amountRemaining: usd(4900),
  autoAdvance: true,
  attempted: true,
  created: T,
  livemode: false,
  ...over,
});

const subscription = (status: Subscription['status']): Subscription => ({
  id: 'sub_acme',
  customer: 'cus_acme',
  status,
  billingMode: 'flexible',
  collection: 'charge_automatically',
  cancelAtPeriodEnd: false,
  metadata: {},
  created: T,
  livemode: false,
});

const verdict = (
  over: Partial<Invoice> = {},
  status: Subscription['status'] | 'none' = 'past_due',
  goLive = undefined as number | undefined,
): string => {
  const of = status === 'none' ? undefined : subscription(status);
  const answer = recoverable(invoice(over), of, T, goLive === undefined ? undefined : after(T, { seconds: goLive }));
  return answer.kind === 'ours' ? 'ours' : answer.why;
};

const { subscription: _sub, ...oneOff } = invoice();

describe('recoverable', () => {
  it.each<[string, Partial<Invoice>]>([
    ['a renewal', {}],
    ['a change of plan', { billingReason: 'subscription_update' }],
    ['a usage threshold', { billingReason: 'subscription_threshold' }],
    ['an old invoice that only says subscription', { billingReason: 'subscription' }],
    ['an invoice of before reasons were given', { billingReason: 'other' }],
    ['one cent', { amountRemaining: usd(1) }],
    ['an invoice Stripe no longer retries', { autoAdvance: false }],
  ])('takes %s', (_name, over) => {
    expect(verdict(over)).toBe('ours');
  });

  it.each<[string, Partial<Invoice>, string]>([
    ['a first invoice', { billingReason: 'subscription_create' }, 'not a renewal'],
    ['an invoice a person made', { billingReason: 'manual' }, 'billing reason manual'],
    ['an invoice paid by transfer', { collection: 'send_invoice' }, 'pays by invoice'],
    ['a draft', { status: 'draft' }, 'is draft already'],
    ['a paid one', { status: 'paid' }, 'is paid already'],
    ['a void one', { status: 'void' }, 'is void already'],
    ['an uncollectible one', { status: 'uncollectible' }, 'is uncollectible already'],
    ['nothing to pay', { amountRemaining: usd(0) }, 'nothing is open'],
  ])('leaves %s alone', (_name, over, why) => {
    expect(verdict(over)).toContain(why);
  });

  it('leaves an invoice without a subscription alone', () => {
    expect(recoverable(oneOff, subscription('active'), T, undefined)).toMatchObject({ kind: 'not_ours' });
    expect(verdict({}, 'none')).toContain('no subscription');
  });

  it.each<[Subscription['status'], string]>([
    ['active', 'ours'],
    ['past_due', 'ours'],
    ['unpaid', 'ours'],
    ['paused', 'ours'],
    ['other', 'ours'],
    ['trialing', 'the subscription is in trial'],
    ['incomplete', 'the subscription never started'],
    ['incomplete_expired', 'the subscription never started'],
    ['canceled', 'the subscription is cancelled'],
  ])('judges a %s subscription', (status, expected) => {
    expect(verdict({}, status)).toBe(expected);
  });

  it.each<[number | undefined, string]>([
    [undefined, 'ours'],
    [-1, 'ours'],
    [0, 'ours'],
    [1, 'it failed before recovery went live here'],
  ])('takes what failed when recovery was live (%s s after the failure)', (goLive, expected) => {
    expect(verdict({}, 'past_due', goLive)).toBe(expected);
  });
});
