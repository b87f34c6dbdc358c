import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StripeBudget } from '../../../lambdas/billing/stripe-budget.ts';
import { type Limits, liveLimits, type Operation, type Tokens } from '../../../lambdas/billing/stripe-budget-rules.ts';
import { ServiceUnavailable, Throttled } from '../../../lambdas/kernel/failures.ts';
import { toIso } from '../../../lambdas/kernel/instant.ts';
import type { Lane } from '../../../lambdas/kernel/ports.ts';
import type { Rows } from '../../../lambdas/kernel/rows.ts';
import { busiestSecond, dice, start, Time, tableIn } from './traffic.ts';

const lanes: readonly Lane[] = ['attempt', 'goal', 'reread', 'projection', 'reconciler', 'import'];
const operations: readonly Operation[] = ['invoice-get', 'subscription-get', 'customer-get', 'card-get', 'invoice-pay'];

/** Processes without any latency: what counts is the order of their calls. */
function office(limits = liveLimits) {
  const time = new Time();
  const table = tableIn(time, () => 0);
  const settle = async <T>(call: Promise<T>): Promise<T> => {
    const [answer] = await Promise.all([call, time.pass()]);
    return answer;
  };
  const open = () => new StripeBudget({ rows: table.rows, clock: time }, limits);
  const take = (budget: StripeBudget, lane: Lane, tokens: Tokens = { 'invoice-get': 1 }): Promise<string> =>
    settle(
      budget.take(lane, tokens).then(
        () => 'granted',
        (error: unknown) => (error instanceof Throttled ? 'throttled' : 'broken'),
      ),
    );
  const wait = (milliseconds: number) => settle(time.sleep(milliseconds));
  const takeMany = async (budget: StripeBudget, lane: Lane, count: number, tokens?: Tokens) => {
    let granted = 0;
    for (let n = 0; n < count; n += 1) if ((await take(budget, lane, tokens)) === 'granted') granted += 1;
    return granted;
  };
  return { time, table, open, take, takeMany, wait, settle };
}

describe('StripeBudget', () => {
  it('shares one second among processes', async () => {
    const { open, takeMany } = office();

    expect(await takeMany(open(), 'attempt', 9)).toBe(9);
    expect(await takeMany(open(), 'attempt', 9)).toBe(6);
  });

  it('lets an attempt through while an import is refused', async () => {
    const { open, take, takeMany } = office();
    const [importer, worker] = [open(), open()];

    expect(await takeMany(importer, 'import', 20)).toBe(4);
    expect(await take(worker, 'attempt', { 'invoice-get': 1, 'intent-get': 1 })).toBe('granted');
    expect(await takeMany(worker, 'attempt', 20)).toBe(10);
  });

  it('keeps room for attempts whatever the others ask for', async () => {
    const { open, takeMany } = office();
    for (const lane of lanes.slice(1)) await takeMany(open(), lane, 20);

    expect(await takeMany(open(), 'attempt', 20)).toBe(2);
  });

  it.each<[string, Limits, Tokens, Tokens]>([
    ['in all', { total: 6, operation: 15 }, { 'invoice-get': 3 }, { 'card-get': 3 }],
    ['of one operation', { total: 60, operation: 5 }, { 'invoice-get': 3 }, { 'invoice-get': 3 }],
  ])('gives the last room %s to one of two that saw it free', async (_name, limits, one, other) => {
    const { open, settle, take } = office(limits);
    const [first, second] = [open(), open()];
    await take(first, 'attempt', { 'customer-get': 1 });
    await take(second, 'attempt', { 'charge-get': 1 });
    await take(first, 'attempt', { 'customer-get': 1 });

    const both = await settle(Promise.allSettled([first.take('attempt', one), second.take('attempt', other)]));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('sees a cut that another process made since it looked', async () => {
    const { open, settle, take, takeMany, time } = office();
    const [one, other] = [open(), open()];
    await takeMany(one, 'attempt', 8);
    await take(other, 'attempt');
    await settle(one.slowDown(time.now()));

    expect(await take(other, 'attempt')).toBe('throttled');
  });

  it('says when to come back', async () => {
    const { open, settle, takeMany } = office();
    const budget = open();
    await takeMany(budget, 'attempt', 15);

    const refused = await settle(budget.take('attempt', { 'invoice-get': 1 }).catch((error: unknown) => error));

    expect(refused).toMatchObject({ name: 'Throttled', retryable: true, facts: { lane: 'attempt' } });
    expect(refused).toMatchObject({ facts: { retryAt: toIso((start + 1500) as typeof start) } });
  });

  it('asks the table once for a slot it knows to be full', async () => {
    const { open, table, takeMany } = office();
    const budget = open();
    await takeMany(budget, 'attempt', 15);
    const before = table.writes();

    expect(await takeMany(budget, 'attempt', 50)).toBe(0);
    expect(table.writes()).toBe(before);
  });

  it('asks ahead for what it spent in the slot before, and spends that without the table', async () => {
    const { open, table, takeMany, wait } = office();
    const budget = open();
    await takeMany(budget, 'attempt', 3);
    await wait(500);
    const before = table.writes();

    expect(await takeMany(budget, 'attempt', 3)).toBe(3);
    expect(table.writes() - before).toBe(1);
  });

  it('asks for no more than it needs when half of the room is gone', async () => {
    const { open, take, takeMany, wait } = office();
    const budget = open();
    await takeMany(budget, 'attempt', 3);
    await wait(500);
    await takeMany(open(), 'attempt', 2);
    await take(budget, 'attempt');

    expect(await takeMany(open(), 'attempt', 20)).toBe(15 - 3 - 2 - 1);
  });

  it('frees what a dead process held once its second is over, not before', async () => {
    const { open, takeMany, wait } = office();
    const dying = open();
    await takeMany(dying, 'attempt', 3);
    await wait(500);
    await takeMany(dying, 'attempt', 1);

    expect(await takeMany(open(), 'attempt', 20)).toBe(9);
    await wait(1000);
    expect(await takeMany(open(), 'attempt', 20)).toBe(3);
    await wait(500);
    expect(await takeMany(open(), 'attempt', 20)).toBe(12);
  });

  it('does not spend in a slot what was leased for the one before', async () => {
    const { open, takeMany, wait, take, table } = office();
    const budget = open();
    await takeMany(budget, 'attempt', 5);
    await wait(500);
    await take(budget, 'attempt');
    await wait(500);
    const before = table.writes();

    await take(budget, 'attempt');
    expect(table.writes() - before).toBe(1);
  });

  it('halves for every process on one complaint of Stripe, and for ten seconds', async () => {
    const { open, settle, takeMany, time, wait } = office();
    const [one, other] = [open(), open()];
    await takeMany(one, 'attempt', 1);
    await takeMany(other, 'attempt', 1);
    const calledAt = time.now();
    await wait(10);
    await settle(Promise.all([one.slowDown(calledAt), other.slowDown(calledAt)]));
    await wait(1500);

    expect(await takeMany(other, 'attempt', 20)).toBe(7);
    await wait(10_000);
    expect(await takeMany(other, 'attempt', 20)).toBe(15);
  });

  it('asks the table once per lease when it is alone, and looks first when it is not', async () => {
    const { open, table, take, wait } = office();
    const [one, other] = [open(), open()];
    const readsOf = async (budget: StripeBudget) => {
      const before = table.reads();
      await wait(2000);
      expect(await take(budget, 'attempt')).toBe('granted');
      return table.reads() - before;
    };

    expect([await readsOf(one), await readsOf(one), await readsOf(one)]).toEqual([1, 1, 0]);
    expect([await readsOf(other), await readsOf(one), await readsOf(other)]).toEqual([1, 1, 1]);
  });

  it('asks a table that does not answer a second time', async () => {
    const { time, settle } = office();
    const { rows } = tableIn(time, () => 0);
    let failures = 1;
    const shaky: Rows['put'] = async (item, condition) => {
      const written = await rows.put(item, condition);
      if (failures-- > 0) throw new Error('TimeoutError');
      return written;
    };
    const budget = new StripeBudget({ rows: { ...rows, put: shaky }, clock: time });

    await expect(settle(budget.take('attempt', { 'invoice-pay': 1 }))).resolves.toBeUndefined();
    expect(await settle(rows.get({ pk: 'STRIPE#BUDGET', sk: 'BUDGET' }))).toMatchObject({ total: 2 });
  });

  it('says that nothing was sent when the table does not answer at all', async () => {
    const { time } = office();
    const broken = async () => {
      throw new Error('TimeoutError');
    };
    const { rows } = tableIn(time, () => 0);
    const budget = new StripeBudget({ rows: { ...rows, get: broken }, clock: time });

    await expect(budget.take('attempt', { 'invoice-pay': 1 })).rejects.toBeInstanceOf(ServiceUnavailable);
  });

  it('never grants more than the limits in any second, however many processes ask', async () => {
    const asking = fc.record({
      process: fc.nat(9),
      at: fc.nat(2600),
      lane: fc.constantFrom(...lanes),
      operation: fc.constantFrom(...operations),
      count: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asking, { minLength: 60, maxLength: 150 }), fc.nat(), async (asked, seed) => {
        const time = new Time();
        const roll = dice(seed);
        const table = tableIn(time, () => roll(40));
        const budgets = Array.from({ length: 10 }, () => new StripeBudget({ rows: table.rows, clock: time }));
        const granted: { at: number; operation: Operation }[] = [];
        const one = async ({ process, at, lane, operation, count }: (typeof asked)[number]) => {
          await time.sleep(at);
          await budgets[process]?.take(lane, { [operation]: count });
          for (let n = 0; n < count; n += 1) granted.push({ at: time.now(), operation });
        };
        for (const ask of asked) one(ask).catch((error) => expect(error).toBeInstanceOf(Throttled));
        await time.pass();

        expect(granted.length).toBeGreaterThan(0);
        expect(busiestSecond(granted.map(({ at }) => at))).toBeLessThanOrEqual(60);
        for (const operation of operations) {
          const own = granted.filter((request) => request.operation === operation);
          expect(busiestSecond(own.map(({ at }) => at))).toBeLessThanOrEqual(15);
        }
      }),
      { numRuns: 20, seed: 7 },
    );
  });
});
