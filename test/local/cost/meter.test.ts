import { beforeAll, describe, expect, it } from '@jest/globals';
import { after } from '../../../lambdas/kernel/instant.ts';
import { countExecutions, type Lived } from '../../../local/cost/count-executions.ts';
import { meter } from '../../../local/cost/meter.ts';
import { type PlayedMonth, playMonth } from '../../../local/cost/play-month.ts';
import type { PriceId } from '../../../local/cost/prices.ts';
import { quantityOf, type Use } from '../../../local/cost/usage.ts';
import { T, withCharges, worldWith } from '../../../local/world/acme.ts';
import type { World } from '../../../local/world/world.ts';

interface Told {
  readonly uses: Use[];
  readonly lived: Lived[];
}

/** One renewal of one account and everything it leads to. */
async function renewal(...charges: string[]): Promise<Told> {
  const customer = withCharges(...charges);
  // A card that expires years from now: the daily scan looks at none here.
  const cards = customer.stripe.cards.map((card) => ({ ...card, exp: '2030-01' }));
  const world = await worldWith({ ...customer, stripe: { ...customer.stripe, cards } });
  const usage = meter(world);
  world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
  await world.runUntil(after(T, { days: 110 }));
  const lived = countExecutions(world.executions(), usage);
  return { uses: usage.list(), lived };
}

describe('meter, of a renewal that is paid', () => {
  let told: Told;
  beforeAll(async () => {
    told = await renewal('ok');
  });

  // Stripe sends 11 events; 6 are of types nobody acts on; 5 are queued, and each is one call of billing-events.
  // The first of the five (subscription updated) reads the whole account, and whether its card is known: 9 reads and 11 writes; the other four (invoice
  // twice updated, paid, payment succeeded) cost 2 reads and 3 writes each. Both that tell of the payment read the card and its attempts (2 and 3 reads, since
  // the first also reads before it writes), and the first of them writes the attempt down: 2 writes. All are items below 1 KB.
  it.each<[PriceId, string | undefined, number]>([
    ['apigw.http', undefined, 11],
    ['lambda.request', undefined, 11 + 5],
    ['sqs.standard', 'sends and delays', 5],
    ['sqs.standard', 'receives', 5],
    ['sqs.standard', 'deletes', 5],
    ['xray.trace', undefined, 11 + 5],
    ['ddb.rru', undefined, 9 + 4 * 2 + (2 + 3)],
    ['ddb.wru', 'writes', 11 + 4 * 3 + 2],
    ['ddb.wru', 'due index', 0],
    ['ses.essentials', undefined, 0],
    ['sfn.standard.transition', undefined, 0],
    ['eb.custom_event', undefined, 0],
  ])('counts %s, %s', (price, what, quantity) => {
    expect(quantityOf(told.uses, price, what)).toBe(quantity);
  });

  it('keeps what nobody asked for apart', () => {
    const unasked = told.uses.filter(({ journey }) => journey === 'unasked events');
    expect(quantityOf(unasked, 'apigw.http')).toBe(6);
    expect(told.uses.some(({ journey }) => journey === 'payment-recovery')).toBe(false);
  });

  it('makes time of the calls: 11 webhooks and 5 billing events, by the memory of each', () => {
    // 6 webhooks send nothing: 5 ms + 0.05 × 375 ms; 5 send one message: 10 ms more. 256 MB.
    const webhook = (0.25 * (11 * 23.75 + 5 * 10)) / 1000;
    // 47 table calls of 6 ms, 8 of Stripe of 300 ms, 5 starts. 512 MB.
    const events = (0.5 * (5 * 23.75 + 47 * 6 + 8 * 300)) / 1000;
    expect(quantityOf(told.uses, 'lambda.arm.gbs')).toBeCloseTo(webhook + events, 9);
  });
});

describe('meter, of a renewal that fails once', () => {
  let told: Told;
  beforeAll(async () => {
    told = await renewal('insufficient_funds', 'ok');
  });

  it('counts the execution: six states and the start, one day open', () => {
    expect(told.lived).toEqual([{ journey: 'payment-recovery', executions: 1, transitions: 7, openDays: 1 }]);
    expect(quantityOf(told.uses, 'sfn.standard.transition')).toBe(7);
  });

  it('gives the recovery what is its own, and leaves the webhooks with billing', () => {
    const of = (journey: string) => told.uses.filter((use) => use.journey === journey);
    expect(quantityOf(of('payment-recovery'), 'apigw.http')).toBe(0);
    expect(quantityOf(of('payment-recovery'), 'lambda.arm.gbs', 'time of recovery-step')).toBeGreaterThan(0);
    expect(quantityOf(of('billing'), 'lambda.arm.gbs', 'time of recovery-step')).toBe(0);
  });

  it('counts the status event as a message that AWS sends into the queue', () => {
    expect(quantityOf(told.uses, 'lambda.arm.gbs', 'time of execution-events')).toBeGreaterThan(0);
    expect(quantityOf(told.uses, 'sqs.standard', 'sends and delays')).toBe(
      quantityOf(told.uses, 'sqs.standard', 'receives'),
    );
  });
});

describe('meter, of a renewal that nobody ever pays', () => {
  it('counts its four mails, its 23 states and the start, and 104 days open', async () => {
    const { uses, lived } = await renewal('processing_error');
    expect(quantityOf(uses, 'ses.essentials')).toBe(4);
    expect(lived).toEqual([{ journey: 'payment-recovery', executions: 1, transitions: 24, openDays: 104 }]);
  });
});

describe('meter, of single writes', () => {
  let world: World;
  beforeAll(async () => {
    world = await worldWith(withCharges('ok'));
  });

  const key = { pk: 'A#x', sk: 'ROW' };

  it('counts a refused write and no change of an index', async () => {
    const usage = meter(world);
    await world.act('test', async ({ rows }) => {
      await rows.put({ ...key, text: '.'.repeat(1500), listPk: 'l', listSk: 'm' });
      await rows.put(key, { kind: 'absent', path: 'pk' });
    });
    expect(usage.list()).toEqual([
      { journey: 'billing', price: 'ddb.wru', what: 'writes', quantity: 2 },
      { journey: 'billing', price: 'ddb.wru', what: 'list index', quantity: 2 },
      { journey: 'billing', price: 'ddb.wru', what: 'refused writes', quantity: 2 },
    ]);
  });
});

describe('playMonth', () => {
  let month: PlayedMonth;
  beforeAll(async () => {
    month = await playMonth(10);
  });

  it('plays every account: one that cannot pay opens one case', () => {
    expect(month).toMatchObject({ accounts: 10, failing: 1 });
    expect(month.lived).toMatchObject([{ journey: 'payment-recovery', executions: 1 }]);
    expect(quantityOf(month.uses, 'apigw.http')).toBe(month.webhooks);
  });

  it('counts the same at every run', async () => {
    expect(JSON.stringify(await playMonth(10))).toBe(JSON.stringify(month));
  });
});
