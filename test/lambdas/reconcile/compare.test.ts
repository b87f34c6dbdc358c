import { describe, expect, it } from '@jest/globals';
import type { Account } from '../../../lambdas/accounts/account.ts';
import type { Card, Customer, Invoice, Subscription } from '../../../lambdas/billing/model.ts';
import type { Case } from '../../../lambdas/cases/case.ts';
import { resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import {
  before as earlier,
  type Instant,
  after as later,
  parseInstant,
  toIso,
} from '../../../lambdas/kernel/instant.ts';
import { compare } from '../../../lambdas/reconcile/compare.ts';
import type { AtStripe, Ours } from '../../../lambdas/reconcile/view.ts';
import example from '../../../retention.config.ts';

const now = parseInstant('2026-11-20T02:00:00Z');
const failedAt = earlier(now, { hours: 30 });
const config = resolveConfig(example);
const usd = (amount: number) => ({ amount, currency: 'usd' });

const subscription: Subscription = {
  id: 'sub_1',
  customer: 'cus_1',
  status: 'past_due',
  billingMode: 'flexible',
  collection: 'charge_automatically',
  cancelAtPeriodEnd: false,
  amount: usd(4900),
  interval: 'month',
  intervalCount: 1,
  metadata: {},
  created: earlier(now, { days: 300 }),
  livemode: false,
};
const customer: Customer & { card: Card } = {
  id: 'cus_1',
  deleted: false,
  name: 'Acme Ltd',
  country: 'US',
  defaultPaymentMethod: 'pm_1',
  metadata: {},
  livemode: false,
  card: { id: 'pm_1', type: 'card', brand: 'visa', last4: '4242', expMonth: 3, expYear: 2027 },
};
const invoice: Invoice = {
  id: 'in_1',
  customer: 'cus_1',
  subscription: 'sub_1',
  status: 'open',
  billingReason: 'subscription_cycle',
  collection: 'charge_automatically',
  amountDue: usd(4900),
  amountRemaining: usd(4900),
  autoAdvance: false,
  attempted: true,
  created: earlier(failedAt, { hours: 1 }),
  livemode: false,
  payment: { intent: 'pi_1', status: 'requires_payment_method', charge: 'ch_1', chargedAt: failedAt },
};
const row = (sk: string, of: object) => ({ pk: 'A#acme', sk, entity: 'x', account: 'acme', readAt: toIso(now), ...of });
const kept = ({ payment: _payment, ...of }: Invoice) => row(`INV#${of.id}`, of);

const account: Account = {
  pk: 'A#acme',
  sk: 'ACCOUNT',
  entity: 'account',
  account: 'acme',
  name: 'Acme Ltd',
  country: 'US',
  plan: 'team',
  mrr: usd(4900),
  status: 'past_due',
  tier: 'smb',
  customers: ['cus_1'],
  source: 'stripe',
  card: { id: 'pm_1', brand: 'visa', last4: '4242', expMonth: 3, expYear: 2027 },
  customerReadAt: toIso(now),
  wholeAt: toIso(now),
};

const data = {
  customer: 'cus_1',
  subscription: 'sub_1',
  lead: 'in_1',
  firstFailureAt: toIso(failedAt),
  taken: { in_1: { at: toIso(failedAt), amount: usd(4900) } },
  knownCards: ['pm_1'],
  hardCards: [],
  results: { 'take-over': { at: toIso(failedAt), kind: 'done' } },
  spent: {},
  banner: false,
  mails: [],
};
const running: Case = {
  pk: 'A#acme',
  sk: 'CASE#payment-recovery#sub_1',
  entity: 'case',
  account: 'acme',
  journey: 'payment-recovery',
  subject: 'sub_1',
  run: 1,
  status: 'open',
  stage: 'retrying',
  policy: 'p',
  mode: 'live',
  openedAt: toIso(failedAt),
  news: 2,
  answered: 2,
  version: 4,
  applied: [],
  log: [],
  pending: [],
  settled: [],
  data,
  duePk: 'case#all#1',
  dueSk: `${toIso(later(now, { hours: 20 }))}#acme#x`,
};
const closed = (outcome: string, more: Partial<Case> = {}): Case => ({
  ...running,
  status: 'closed',
  outcome,
  settled: ['in_1'],
  ...more,
});

const same: AtStripe = { customers: [customer], subscriptions: [subscription], invoices: [invoice] };
const ours: Ours = {
  account,
  subscriptions: [row('SUB#sub_1', subscription)],
  invoices: [kept(invoice)],
  cases: [running],
  disputed: false,
};

const told = (stripe: Partial<AtStripe>, here: Partial<Ours>, goLive?: Instant): string[] =>
  compare({ ...same, ...stripe }, { ...ours, ...here }, config, { now, ...(goLive ? { goLive } : {}) }).map((repair) =>
    repair.kind === 'event' || repair.kind === 'reopen'
      ? `${repair.kind} ${repair.type} ${repair.about}`
      : repair.kind === 'status'
        ? `status ${repair.from} to ${repair.to}`
        : `${repair.kind} ${repair.about}`,
  );

const invoiceIs = (of: Partial<Invoice>) => ({ invoices: [{ ...invoice, ...of }] });
const rowToo = (of: Partial<Invoice>) => ({ invoices: [kept({ ...invoice, ...of })] });
const subscriptionIs = (of: Partial<Subscription>) => ({ subscriptions: [{ ...subscription, ...of }] });
const subRowToo = (of: Partial<Subscription>) => ({ subscriptions: [row('SUB#sub_1', { ...subscription, ...of })] });
const caseIs = (of: Partial<Case>) => ({ cases: [{ ...running, ...of }] });
const dataIs = (of: object) => caseIs({ data: { ...data, ...of } });

it('finds nothing where both say the same', () => {
  expect(told({}, {})).toEqual([]);
});

describe('an open invoice at Stripe', () => {
  const failed = ['event invoice.payment_failed in_1'];
  it.each<[string, Partial<AtStripe>, Partial<Ours>, string[]]>([
    ['failed, and nobody here works on it', {}, { cases: [] }, failed],
    [
      'asks for the customer',
      invoiceIs({ payment: { intent: 'pi_1', status: 'requires_action' } }),
      { cases: [] },
      ['event invoice.payment_action_required in_1'],
    ],
    ['is on its way', invoiceIs({ payment: { intent: 'pi_1', status: 'processing' } }), { cases: [] }, []],
    ['was never tried', invoiceIs({ attempted: false }), { ...rowToo({ attempted: false }), cases: [] }, []],
    [
      'has nothing open',
      invoiceIs({ amountRemaining: usd(0) }),
      { ...rowToo({ amountRemaining: usd(0) }), cases: [] },
      [],
    ],
    [
      'is a first one',
      invoiceIs({ billingReason: 'subscription_create' }),
      { ...rowToo({ billingReason: 'subscription_create' }), cases: [] },
      [],
    ],
    [
      'is of an ended subscription',
      subscriptionIs({ status: 'canceled' }),
      { ...subRowToo({ status: 'canceled' }), account: { ...account, status: 'churned', mrr: usd(0) }, cases: [] },
      [],
    ],
    ['waits for a person, since a dispute is open', {}, { cases: [], disputed: true }, []],
    [
      'is taken, and Stripe collects beside us',
      invoiceIs({ autoAdvance: true }),
      rowToo({ autoAdvance: true }),
      ['event invoice.updated in_1'],
    ],
    [
      'is collected by Stripe while we only observe',
      invoiceIs({ autoAdvance: true }),
      { ...rowToo({ autoAdvance: true }), ...caseIs({ mode: 'observe' }) },
      [],
    ],
    [
      'is collected by Stripe, being no card',
      invoiceIs({ autoAdvance: true }),
      { ...rowToo({ autoAdvance: true }), ...dataIs({ class: 'NOT_A_CARD' }) },
      [],
    ],
    ['has another amount than its row', invoiceIs({ amountRemaining: usd(900) }), {}, ['event invoice.updated in_1']],
    [
      'is one more than its case knows',
      { invoices: [invoice, { ...invoice, id: 'in_2' }] },
      {},
      ['event invoice.payment_failed in_2'],
    ],
    [
      'was settled by an earlier run',
      { invoices: [invoice, { ...invoice, id: 'in_0' }] },
      caseIs({ settled: ['in_0'] }),
      [],
    ],
  ])('%s', (_name, stripe, here, repairs) => {
    expect(told(stripe, here)).toEqual(repairs);
  });

  it.each([
    ['recovered', ['reopen invoice.payment_failed in_1']],
    ['voided', ['reopen invoice.payment_failed in_1']],
    ['stopped', []],
    ['handed_back', []],
    ['disputed', []],
    ['uncollectible', []],
    ['cancelled', []],
    ['expired_hold', []],
  ])('is owed again after a run that ended %s', (outcome, repairs) => {
    expect(told({}, { cases: [closed(outcome)] })).toEqual(repairs);
  });

  it('is left where a run before the last one settled it', () => {
    const last = closed('recovered', { data: { ...data, lead: 'in_9', taken: {} } });
    expect(told({}, { cases: [last] })).toEqual([]);
  });

  it('goes back to Stripe where we hold it and recovery is not about it any more', () => {
    const owed = { billingReason: 'manual' };
    expect(told(invoiceIs(owed), { ...rowToo(owed), cases: [closed('recovered')] })).toEqual(['give-back in_1']);
    const on = { ...owed, autoAdvance: true };
    expect(told(invoiceIs(on), { ...rowToo(on), cases: [closed('recovered')] })).toEqual([]);
  });

  it.each([
    ['a millisecond before recovery went live', later(failedAt, { milliseconds: 1 }), []],
    ['as recovery went live', failedAt, failed],
  ])('failed %s', (_name, goLive, repairs) => {
    expect(told({}, { cases: [] }, goLive)).toEqual(repairs);
  });

  it('names its charge and its real time, which make the late event a repeat', () => {
    expect(compare(same, { ...ours, cases: [] }, config, { now })).toMatchObject([{ charge: 'ch_1', at: failedAt }]);
  });
});

describe('an invoice that is open here only', () => {
  it.each([
    ['paid', 'event invoice.paid in_1'],
    ['void', 'event invoice.voided in_1'],
    ['uncollectible', 'event invoice.marked_uncollectible in_1'],
  ] as const)('is %s', (status, repair) => {
    expect(told(invoiceIs({ status }), {})).toEqual([repair]);
  });
});

describe('an open case', () => {
  const paid = { ...invoiceIs({ status: 'paid' }), ...subscriptionIs({}) };
  const knows = rowToo({ status: 'paid' });
  it.each<[string, Partial<AtStripe>, Partial<Ours>, string[]]>([
    ['whose invoice is paid', paid, knows, ['news sub_1']],
    [
      'whose invoice has nothing left',
      invoiceIs({ amountRemaining: usd(0) }),
      rowToo({ amountRemaining: usd(0) }),
      ['news sub_1'],
    ],
    [
      'whose subscription ended',
      subscriptionIs({ status: 'canceled' }),
      { ...subRowToo({ status: 'canceled' }), account: { ...account, mrr: usd(0) } },
      ['news sub_1'],
    ],
    [
      'whose customer cancels to the end of the period',
      subscriptionIs({ cancelAtPeriodEnd: true }),
      subRowToo({ cancelAtPeriodEnd: true }),
      ['news sub_1'],
    ],
    [
      'that knows of the cancellation',
      subscriptionIs({ cancelAtPeriodEnd: true }),
      { ...subRowToo({ cancelAtPeriodEnd: true }), ...dataIs({ leavingSince: toIso(failedAt) }) },
      [],
    ],
    ['whose cancellation was taken back', {}, dataIs({ leavingSince: toIso(failedAt) }), ['news sub_1']],
    [
      'that holds what was resumed',
      subscriptionIs({ status: 'active' }),
      { ...subRowToo({ status: 'active' }), ...dataIs({ paused: { at: toIso(failedAt), how: 'subscription' } }) },
      ['news sub_1'],
    ],
    [
      'that holds a pause over a paid invoice',
      { ...paid, ...subscriptionIs({ status: 'paused' }) },
      {
        ...knows,
        ...subRowToo({ status: 'paused' }),
        ...dataIs({
          paused: { at: toIso(failedAt), how: 'subscription' },
          results: { ...data.results, 'unresumed:in_1': { at: toIso(now), kind: 'done' } },
        }),
      },
      [],
    ],
    [
      'that was told nothing',
      {},
      caseIs({ answered: 1, wait: { token: 't', state: 's', due: toIso(now), entered: 'e', turn: 1, retry: 0 } }),
      ['callback sub_1'],
    ],
    [
      'whose charge is 23 hours without an answer',
      {},
      caseIs({ intent: intentAt(earlier(now, { hours: 23 })) }),
      ['news sub_1'],
    ],
    [
      'whose charge is a millisecond younger',
      {},
      caseIs({ intent: intentAt(later(earlier(now, { hours: 23 }), { milliseconds: 1 })) }),
      [],
    ],
    ['that nobody looks at', {}, caseIs({ duePk: undefined, dueSk: undefined } as never), ['execution sub_1']],
    [
      'ten minutes past its time',
      {},
      caseIs({ dueSk: `${toIso(earlier(now, { minutes: 10 }))}#x` }),
      ['execution sub_1'],
    ],
    ['a second short of it', {}, caseIs({ dueSk: `${toIso(earlier(now, { minutes: 9, seconds: 59 }))}#x` }), []],
  ])('%s', (_name, stripe, here, repairs) => {
    expect(told(stripe, here)).toEqual(repairs);
  });
});

function intentAt(at: Instant) {
  return {
    key: 'k',
    step: 'retry-2',
    attempt: 1,
    at: toIso(at),
    invoice: 'in_1',
    card: 'pm_1',
    budget: 'fp',
    amount: usd(1),
  };
}

describe('a subscription', () => {
  const quiet = { cases: [], invoices: [] };
  const none = { invoices: [] };
  it.each<[string, Partial<AtStripe>, Partial<Ours>, string[]]>([
    [
      'ended unheard',
      { ...subscriptionIs({ status: 'canceled' }), ...none },
      quiet,
      ['event customer.subscription.deleted sub_1'],
    ],
    [
      'was paused',
      { ...subscriptionIs({ status: 'paused' }), ...none },
      quiet,
      ['event customer.subscription.paused sub_1'],
    ],
    [
      'was resumed',
      { ...subscriptionIs({ status: 'active' }), ...none },
      { ...quiet, ...subRowToo({ status: 'paused' }) },
      ['event customer.subscription.resumed sub_1'],
    ],
    [
      'has another plan',
      { ...subscriptionIs({ plan: 'pro' }), ...none },
      quiet,
      ['event customer.subscription.updated sub_1'],
    ],
    [
      'is new, its account is known whole',
      none,
      { ...quiet, subscriptions: [] },
      ['event customer.subscription.created sub_1'],
    ],
    ['is new, its account was never read whole', none, { ...quiet, subscriptions: [], account: withoutWhole() }, []],
    [
      'is of nobody known',
      none,
      { cases: [], invoices: [], subscriptions: [], account: undefined } as never,
      ['event customer.subscription.created sub_1'],
    ],
    [
      'ended, of nobody known',
      { ...subscriptionIs({ status: 'canceled' }), ...none },
      { cases: [], invoices: [], subscriptions: [], account: undefined } as never,
      [],
    ],
    [
      'ended before anything of it was known',
      { ...subscriptionIs({ status: 'canceled' }), ...none },
      { ...quiet, subscriptions: [] },
      ['event customer.subscription.deleted sub_1'],
    ],
  ])('%s', (_name, stripe, here, repairs) => {
    expect(told(stripe, here)).toEqual(repairs);
  });
});

function withoutWhole(): Account {
  const { wholeAt: _whole, ...rest } = account;
  return { ...rest, status: 'active' };
}

describe('a customer', () => {
  const card = (of: Partial<Card>) => ({ customers: [{ ...customer, card: { ...customer.card, ...of } }] });
  it.each<[string, Partial<AtStripe>, Partial<Ours>, string[]]>([
    ['has another name', { customers: [{ ...customer, name: 'Acme Inc' }] }, {}, ['event customer.updated cus_1']],
    [
      'has another name, which a person gave here',
      { customers: [{ ...customer, name: 'Acme Inc' }] },
      { account: withoutSource() },
      [],
    ],
    [
      'pays with another card',
      { customers: [{ ...customer, defaultPaymentMethod: 'pm_2' }] },
      {},
      ['event customer.updated cus_1'],
    ],
    ['pays with nothing any more', { customers: [withoutCard()] }, {}, ['event customer.updated cus_1']],
    ['has a card its bank renewed', card({ expYear: 2030 }), {}, ['event payment_method.automatically_updated pm_1']],
    ['is not the face of the account', { customers: [{ ...customer, id: 'cus_2', name: 'Acme Inc' }] }, {}, []],
    ['is deleted', { customers: [{ ...customer, deleted: true, name: 'gone' }] }, {}, []],
  ])('%s', (_name, stripe, here, repairs) => {
    expect(told(stripe, here)).toEqual(repairs);
  });
});

function withoutSource(): Account {
  const { source: _source, ...rest } = account;
  return rest;
}

function withoutCard(): Customer {
  const { card: _card, defaultPaymentMethod: _pays, ...rest } = customer;
  return rest;
}

describe('an account', () => {
  const quiet = { cases: [], invoices: [] };
  const is = (status: Account['status'], more: Partial<Account> = {}) => ({ account: { ...account, status, ...more } });
  const at = (of: Partial<Subscription>) => [{ ...subscriptionIs(of), invoices: [] }, subRowToo(of)] as const;
  it.each<[string, readonly [Partial<AtStripe>, Partial<Ours>], Partial<Ours>, string[]]>([
    [
      'owes with no case and nothing owed',
      at({ status: 'active' }),
      { ...quiet, ...is('past_due') },
      ['status past_due to active'],
    ],
    [
      'is paused with nothing paused',
      at({ status: 'active' }),
      { ...quiet, ...is('paused') },
      ['status paused to active'],
    ],
    ['is paused at Stripe', at({ status: 'paused' }), { ...quiet, ...is('paused') }, []],
    [
      'is paused by the older pause',
      at({ status: 'active', pauseCollection: 'void' }),
      { ...quiet, ...is('paused') },
      [],
    ],
    ['owes at Stripe', at({ status: 'past_due' }), { ...quiet, ...is('past_due') }, []],
    [
      'has nothing any more',
      at({ status: 'canceled' }),
      { ...quiet, ...is('active', { mrr: usd(0) }) },
      ['status active to churned'],
    ],
    ['left long ago', at({ status: 'canceled' }), { ...quiet, ...is('deletion_due', { mrr: usd(0) }) }, []],
    ['is active with a case at work', [{}, {}], is('active'), ['status active to past_due']],
    ['is active while only observed', [{}, {}], { ...is('active'), ...caseIs({ mode: 'observe' }) }, []],
    [
      'is worth something else',
      at({ status: 'active' }),
      { ...quiet, ...is('active', { mrr: usd(100) }) },
      ['worth acme'],
    ],
  ])('%s', (_name, [stripe, rows], here, repairs) => {
    expect(told(stripe, { ...rows, ...here })).toEqual(repairs);
  });
});
