import { describe, expect, it } from '@jest/globals';
import { budgetedBilling } from '../../../lambdas/billing/budgeted-billing.ts';
import type { Operation } from '../../../lambdas/billing/stripe-budget-rules.ts';
import { backoffSeconds } from '../../../lambdas/kernel/backoff.ts';
import { Throttled } from '../../../lambdas/kernel/failures.ts';
import { instant } from '../../../lambdas/kernel/instant.ts';
import type { Billing } from '../../../lambdas/kernel/ports.ts';
import { busiestSecond, dice, notingStripe, type Request, start, Time, tableIn } from './traffic.ts';

const card = { invoice: 'in_1', paymentMethod: 'pm_1', key: 'k' };

/** One process over a Stripe without latency that refuses when told to. */
function desk(refusal?: () => Throttled | undefined) {
  const time = new Time();
  const requests: Request[] = [];
  const table = tableIn(time, () => 0);
  const stripe = notingStripe(time, requests, async () => {
    const refused = refusal?.();
    if (refused) throw refused;
    return {};
  });
  const billing = budgetedBilling(stripe, { rows: table.rows, clock: time });
  const settle = async <T>(call: Promise<T>): Promise<T> => (await Promise.all([call, time.pass()]))[0];
  const verdict = (call: Promise<unknown>) =>
    settle(
      call.then(
        () => 'done',
        (error: unknown) => (error instanceof Throttled ? 'throttled' : 'broken'),
      ),
    );
  return { time, requests, billing, settle, verdict };
}

const tooMany = (code = 'rate_limit') => new Throttled('429', { facts: { status: 429, code } });

describe('budgetedBilling', () => {
  it('sends nothing to Stripe for a call that is refused here', async () => {
    const { billing, requests, verdict } = desk();
    for (let n = 0; n < 30; n += 1) await verdict(billing.invoice('in_1', 'import'));

    expect(requests.filter(({ operation }) => operation === 'invoice-get')).toHaveLength(4);
  });

  it('lets a charge and the read before it through while an import is refused', async () => {
    const { billing, verdict } = desk();
    for (let n = 0; n < 30; n += 1) await verdict(billing.invoice('in_1', 'import'));

    expect(await verdict(billing.invoice('in_1', 'import'))).toBe('throttled');
    expect(await verdict(billing.invoice('in_1', 'attempt'))).toBe('done');
    expect(await verdict(billing.pay(card))).toBe('done');
  });

  it.each([
    ['a 429 of Stripe', tooMany(), 7],
    ['a locked object', tooMany('lock_timeout'), 15],
    ['a key that is still being worked on', new Throttled('409'), 15],
  ])('leaves room after %s', async (_name, failure, room) => {
    let refused: Throttled | undefined = failure;
    const { billing, requests, settle, time, verdict } = desk(() => refused);

    expect(await verdict(billing.pay(card))).toBe('throttled');
    refused = undefined;
    await settle(time.sleep(1500));
    const before = requests.length;
    for (let n = 0; n < 20; n += 1) await verdict(billing.pay(card));
    expect(requests.length - before).toBe(room);
  });

  it('meters every call of the port', async () => {
    const { billing, requests, verdict, settle, time } = desk();
    const subscription = { id: 'sub_1' } as Parameters<typeof billing.pause>[0];
    const charged = { customer: 'cus_1', amount: { amount: 1, currency: 'usd' }, since: instant(0) };
    const calls = [
      () => billing.openInvoices('sub_1', 'attempt'),
      () => billing.subscription('sub_1', 'attempt'),
      () => billing.customer('cus_1', 'attempt'),
      () => billing.card('pm_1', 'attempt'),
      () => billing.cardsOf('cus_1', 'attempt'),
      () => billing.decline('ch_1', 'attempt'),
      () => billing.customerOfCharge('ch_1', 'attempt'),
      () => billing.successfulCharges(charged, 'attempt'),
      () => billing.holdCollection('in_1', 'k'),
      () => billing.releaseCollection('in_1', 'k'),
      () => billing.setDefaultCard('sub_1', 'pm_1', 'k'),
      () => billing.pause(subscription, 'k'),
      () => billing.resumeCollection('sub_1', 'k'),
      () => billing.resume('sub_1', 'k'),
      () => billing.voidInvoice('in_1', 'k'),
      () => billing.creditBalance('cus_1', { amount: 1, currency: 'usd' }, 'why', 'k'),
      () => billing.cancel('sub_1', 'k'),
    ];
    for (const call of calls) {
      const before = requests.length;
      for (let n = 0; n < 20; n += 1) await verdict(call());
      expect([call.toString(), requests.length - before]).toEqual([call.toString(), 15]);
      await settle(time.sleep(1500));
    }
  });
});

/** What the functions do with an event, in the lanes they do it in. */
const chores: readonly ((billing: Billing, id: string) => Promise<unknown>)[] = [
  (billing, id) => billing.invoice(id, 'attempt').then(() => billing.pay({ ...card, invoice: id })),
  (billing, id) => billing.invoice(id, 'goal'),
  (billing, id) => billing.invoice(id, 'reread').then(() => billing.subscription(id, 'reread')),
  (billing, id) => billing.subscription(id, 'projection'),
  (billing, id) => billing.customer(id, 'projection').then(() => billing.card(id, 'projection')),
];

interface Message {
  readonly id: number;
  readonly due: number;
  readonly deliveries: number;
}

/** 1,000 events in one second, one after the other in each of 8 processes, refused ones back in the queue. */
async function burst(seed: number) {
  const time = new Time();
  const roll = dice(seed);
  const table = tableIn(time, () => 3 + roll(9));
  const requests: Request[] = [];
  const stripe = notingStripe(time, requests, () => time.sleep(60 + roll(120)));
  const queue: Message[] = Array.from({ length: 1000 }, (_, n) => ({ due: start + n, id: n, deliveries: 0 }));
  const done: Message[] = [];
  const refused: Message[] = [];

  const deliver = async (billing: Billing, message: Message) => {
    const delivered = { ...message, deliveries: message.deliveries + 1 };
    await time.sleep(5 + roll(20));
    try {
      await chores[message.id % chores.length]?.(billing, `in_${message.id}`);
      done.push(delivered);
    } catch (error) {
      expect(error).toBeInstanceOf(Throttled);
      refused.push(delivered);
      const pause = 1000 * backoffSeconds(error, `${message.id}`, delivered.deliveries);
      queue.push({ ...delivered, due: time.now() + pause });
    }
  };
  const live = async () => {
    const billing = budgetedBilling(stripe, { rows: table.rows, clock: time });
    while (done.length < 1000) {
      const at = queue.findIndex(({ due }) => due <= time.now());
      const [message] = at < 0 ? [] : queue.splice(at, 1);
      const next = Math.min(time.now() + 2000, ...queue.map(({ due }) => due));
      await (message ? deliver(billing, message) : time.sleep(Math.max(5, next - time.now())));
    }
  };
  for (let n = 0; n < 8; n += 1) void live();
  await time.pass();
  return { requests, done, refused, table };
}

describe('a burst of 1,000 events in one second on 8 processes', () => {
  it('never spends more than the limits in any second, and loses nothing', async () => {
    const { requests, done, refused, table } = await burst(11);
    const busiest = (operation: Operation) =>
      busiestSecond(requests.filter((one) => one.operation === operation).map(({ at }) => at));
    const total = busiestSecond(requests.map(({ at }) => at));

    expect(done).toHaveLength(1000);
    expect(refused.length).toBeGreaterThan(500);
    expect(total).toBeGreaterThan(45);
    expect(total).toBeLessThanOrEqual(60);
    for (const operation of ['invoice-get', 'subscription-get', 'customer-get', 'card-get', 'invoice-pay'] as const) {
      expect(busiest(operation)).toBeLessThanOrEqual(15);
    }
    // The second request of an invoice goes out one answer after it was leased for: still within Stripe's own 25.
    expect(busiest('intent-get')).toBeLessThanOrEqual(20);
    // Eight deliveries end in the dead-letter queue.
    expect(Math.max(...done.map(({ deliveries }) => deliveries))).toBeLessThanOrEqual(6);
    expect(table.writes()).toBeLessThan(requests.length);
  });
});
