import { describe, expect, it } from '@jest/globals';
import { coalescedBilling, knowing } from '../../../lambdas/billing/coalesced-billing.ts';
import { readAtOf } from '../../../lambdas/billing/recent-answers.ts';
import { before, type Duration, type Instant, after as later } from '../../../lambdas/kernel/instant.ts';
import type { Billing, BillingReads, Lane, Ports } from '../../../lambdas/kernel/ports.ts';
import type { Rows } from '../../../lambdas/kernel/rows.ts';
import { brakedBilling } from '../../../lambdas/ops/brake.ts';
import { notingStripe, type Request, start } from './traffic.ts';

/** Stripe as one process sees it: `said` is what Stripe says of an invoice right now. */
function desk() {
  const clock = { at: start as Instant, now: () => clock.at };
  const world = { status: 'open', down: false };
  const requests: Request[] = [];
  const stripe = notingStripe(clock, requests, async () => {
    if (world.down) throw new Error('down');
    return { status: world.status };
  });
  const billing = coalescedBilling(stripe, { clock });
  const count = () => requests.filter(({ operation }) => operation === 'invoice-get').length;
  const pass = (elapsed: Duration) => {
    clock.at = later(clock.at, elapsed);
  };
  const recent = (fact: Instant = before(start, { hours: 1 })): BillingReads => {
    const reads = billing.recent?.(fact);
    if (!reads) throw new Error('a coalesced billing has recent reads');
    return reads;
  };
  return { clock, world, billing, recent, count, pass };
}

describe('coalescedBilling', () => {
  it.each<[Lane, number]>([
    ['attempt', 2],
    ['goal', 2],
    ['reread', 1],
    ['projection', 1],
    ['reconciler', 1],
    ['import', 1],
  ])('asks Stripe, for two recent reads in lane %s, %i times', async (lane, asked) => {
    const { count, recent } = desk();
    await recent().invoice('in_1', lane);
    await recent().invoice('in_1', lane);

    expect(count()).toBe(asked);
  });

  it('asks for every read of somebody who does not say what he knows', async () => {
    const { billing, count } = desk();
    await billing.invoice('in_1', 'projection');
    await billing.invoice('in_1', 'projection');

    expect(count()).toBe(2);
  });

  it.each<[string, Duration, number]>([
    ['five seconds', { seconds: 5 }, 1],
    ['a millisecond more', { milliseconds: 5001 }, 2],
  ])('serves an answer for %s', async (_name, elapsed, asked) => {
    const { count, pass, recent } = desk();
    await recent().invoice('in_1', 'projection');
    pass(elapsed);
    await recent().invoice('in_1', 'projection');

    expect(count()).toBe(asked);
  });

  it.each<[string, Duration, number]>([
    ['just before the answer was asked for', { milliseconds: -1 }, 1],
    ['in that very instant', {}, 1],
    ['just after', { milliseconds: 1 }, 2],
  ])('knows of a fact %s and asks accordingly', async (_name, offset, asked) => {
    const { count, pass, recent } = desk();
    await recent().invoice('in_1', 'projection');
    pass({ seconds: 3 });
    await recent(later(start, offset)).invoice('in_1', 'projection');

    expect(count()).toBe(asked);
  });

  it('lets an urgent read refresh what the others get', async () => {
    const { world, pass, recent, billing } = desk();
    await recent().invoice('in_1', 'projection');
    pass({ seconds: 1 });
    world.status = 'paid';
    await billing.invoice('in_1', 'attempt');

    expect(await recent().invoice('in_1', 'projection')).toMatchObject({ status: 'paid' });
  });

  it('keeps objects and questions apart', async () => {
    const { recent, count } = desk();
    await recent().invoice('in_1', 'projection');
    await recent().invoice('in_2', 'projection');
    await recent().subscription('in_1', 'projection');

    expect(count()).toBe(2);
  });

  it('lets nobody wait for a question that another has put', async () => {
    const { recent, count } = desk();
    await Promise.all([recent().invoice('in_1', 'projection'), recent().invoice('in_1', 'projection')]);

    expect(count()).toBe(2);
  });

  it('keeps the later of two answers that arrive in the wrong order', async () => {
    const clock = { at: start as Instant, now: () => clock.at };
    const arrivals: (() => void)[] = [];
    const stripe = notingStripe(clock, [], () => {
      const asked = clock.at;
      return new Promise((arrive) => arrivals.push(() => arrive({ asked })));
    });
    const reads = coalescedBilling(stripe, { clock }).recent?.(start);
    const early = reads?.customer('cus_1', 'projection');
    clock.at = later(start, { seconds: 1 });
    const late = reads?.customer('cus_1', 'projection');
    arrivals[1]?.();
    await late;
    arrivals[0]?.();
    await early;

    expect(await reads?.customer('cus_1', 'projection')).toEqual({ asked: clock.at });
  });

  it('forgets everything when we write', async () => {
    const { billing, recent, count } = desk();
    await recent().invoice('in_1', 'projection');
    await billing.setDefaultCard('sub_1', 'pm_2', 'k');
    await recent().invoice('in_1', 'projection');

    expect(count()).toBe(2);
  });

  it('forgets what was asked while a write was under way', async () => {
    const { billing, recent, count } = desk();
    const write = billing.pay({ invoice: 'in_1', paymentMethod: 'pm_1', key: 'k' });
    await Promise.all([recent().invoice('in_1', 'projection'), write]);
    await recent().invoice('in_1', 'projection');

    expect(count()).toBe(2);
  });

  it('does not serve a failure', async () => {
    const { world, recent, count } = desk();
    world.down = true;
    await expect(recent().invoice('in_1', 'projection')).rejects.toThrow('down');
    world.down = false;

    expect(await recent().invoice('in_1', 'projection')).toMatchObject({ status: 'open' });
    expect(count()).toBe(2);
  });

  it('forgets the oldest of more answers than a process should hold', async () => {
    const { recent, count } = desk();
    for (let n = 0; n <= 500; n += 1) await recent().invoice(`in_${n}`, 'import');
    await recent().invoice('in_1', 'import');
    expect(count()).toBe(501);

    await recent().invoice('in_0', 'import');
    expect(count()).toBe(502);
  });

  it('says when an answer was asked for, so that an old one is not stored as new', async () => {
    const { pass, recent, clock } = desk();
    await recent().invoice('in_1', 'projection');
    pass({ seconds: 4 });
    const served = await recent().invoice('in_1', 'projection');

    expect(readAtOf(served, clock.now())).toBe(start);
    expect(readAtOf({}, clock.now())).toBe(clock.now());
  });
});

describe('knowing', () => {
  const portsOf = (billing: Billing) => ({ billing }) as Ports;

  it.each<[string, Duration, number]>([
    ['two seconds before the read', { seconds: -2 }, 1],
    ['within the second that Stripe cuts off and the one our clocks may differ', { milliseconds: -1999 }, 2],
  ])('takes an event created %s', async (_name, offset, asked) => {
    const { billing, count, pass } = desk();
    await billing.invoice('in_1', 'projection');
    pass({ seconds: 3 });
    await knowing(later(start, offset), portsOf(billing)).billing.invoice('in_1', 'projection');

    expect(count()).toBe(asked);
  });

  it('keeps the writes of the ports it is given, so that a brake still holds', async () => {
    const { billing } = desk();
    const braked = brakedBilling(billing, { rows: {} as Rows });
    const { billing: known } = knowing(start, portsOf(braked));

    expect(known.pay).toBe(braked.pay);
    expect(known.invoice).not.toBe(braked.invoice);
  });

  it('asks for every read where nothing is remembered', async () => {
    const requests: Request[] = [];
    const plain = notingStripe({ now: () => start }, requests);
    const { billing } = knowing(before(start, { hours: 1 }), portsOf(plain));
    await billing.customer('cus_1', 'projection');
    await billing.customer('cus_1', 'projection');

    expect(requests).toHaveLength(2);
  });
});
