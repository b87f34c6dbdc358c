import { describe, expect, it } from '@jest/globals';
import { loadCase } from '../../lambdas/cases/load-case.ts';
import type { Duration } from '../../lambdas/kernel/instant.ts';
import { offeredDays, raisePromise } from '../../lambdas/recovery/promise.ts';
import { parseRecovery } from '../../lambdas/recovery/state.ts';
import { playStory } from '../../local/scenario/play.ts';
import type { Report } from '../../local/scenario/report.ts';
import type { Customer } from '../../local/world/settle-in.ts';
import type { World } from '../../local/world/world.ts';
import { charges, customersMails, mails, pass, renew, withCharges, worldWith } from './world.ts';

const about = { account: 'acme', case: 'CASE#payment-recovery#sub_acme' };

const promise = (world: World, on: string) => raisePromise({ ...about, on, by: 'ada@acme.test' }, world.ports);

const dataOf = async (world: World) => {
  const row = await loadCase(world.ports.rows, about.account, about.case);
  return parseRecovery(row?.data);
};

/** A renewal that fails for lack of funds on a Tuesday at ten in New York; the customer names a day after the friendly mail. */
async function promised(
  on: string,
  outcomes: string[],
  days = 16,
  at: Duration = { days: 1, hours: 6 },
): Promise<World> {
  const world = await worldWith(withCharges(...outcomes));
  renew(world);
  await pass(world, at);
  expect(await promise(world, on)).toEqual({ kind: 'promised', on });
  await pass(world, { days });
  return world;
}

const short = 'insufficient_funds';

describe('a customer who asks to be charged on a day', () => {
  it('is charged on that day and not before, and a payment then ends it', async () => {
    const world = await promised('2026-11-18', [short, short, 'ok']);

    expect(charges(world)).toEqual([
      `11-10T15:00:00 stripe ${short}`,
      `11-11T15:00:00 us ${short}`,
      '11-18T15:00:00 us ok',
    ]);
    expect(mails(world)).toEqual([
      "11-11T15:00:00 Your Northwind Metrics payment didn't go through",
      expect.stringMatching(/^11-18T15:00:00 /),
    ]);
    expect((await dataOf(world)).results['retry-2']).toMatchObject({
      kind: 'paid',
      why: 'promise: the customer asked to be charged on 2026-11-18',
    });
  });

  it('has broken a promise: the rungs that are left follow at their distance, and day 10 keeps its day', async () => {
    const world = await promised('2026-11-18', [short]);

    expect(charges(world)).toEqual([
      `11-10T15:00:00 stripe ${short}`,
      `11-11T15:00:00 us ${short}`,
      `11-18T15:00:00 us ${short}`,
      `11-19T11:00:00 us ${short}`,
      `11-20T15:00:00 us ${short}`,
    ]);
  });

  it('names day 12: the last attempt goes there, and its notice goes on day 10 and names the day', async () => {
    const world = await promised('2026-11-22', [short]);

    expect(charges(world)).toEqual([
      `11-10T15:00:00 stripe ${short}`,
      `11-11T15:00:00 us ${short}`,
      `11-22T15:00:00 us ${short}`,
    ]);
    expect(customersMails(world).map(({ at, text }) => [at.slice(5, 13), text.includes('Sunday 22 November')])).toEqual(
      [
        ['11-11T15', false],
        ['11-20T15', true],
        ['11-24T15', false],
      ],
    );
  });

  it('is heard once, may change their mind, and is told where a day cannot be kept', async () => {
    const world = await worldWith(withCharges(short));
    renew(world);
    await pass(world, { days: 1, hours: 6 });
    const news = async () => (await loadCase(world.ports.rows, about.account, about.case))?.news;

    expect(await offeredDays(about, world.ports)).toMatchObject({ kind: 'days', zone: 'America/New_York' });
    expect(await promise(world, '2026-11-20')).toMatchObject({ kind: 'promised' });
    const heard = await news();
    expect(await promise(world, '2026-11-20')).toMatchObject({ kind: 'repeat' });
    expect(await news()).toBe(heard);
    expect(await promise(world, '2026-11-24')).toEqual({ kind: 'refused', reason: 'out_of_bounds' });
    await pass(world, { days: 1, hours: 7 });
    expect(await promise(world, '2026-11-16')).toMatchObject({ kind: 'promised' });
    await pass(world, { days: 1, hours: 8 });
    expect(await promise(world, '2026-11-20')).toMatchObject({ kind: 'promised' });
    expect((await dataOf(world)).promise).toMatchObject({ on: '2026-11-20', by: 'ada@acme.test' });
    expect(await raisePromise({ ...about, run: 2, on: '2026-11-20', by: 'ada' }, world.ports)).toEqual({
      kind: 'over',
    });
  });
});

/** The owner of a weekly or monthly plan somewhere else, whose renewal fails for lack of funds. */
async function shortOf(funds: string[], place: object, start: string, days: number): Promise<Report> {
  const card = { id: 'pm_1', brand: 'visa', fingerprint: 'fp_1', exp: '2029-03', charges: funds };
  const contacts = [{ email: 'ada@acme.test', name: 'Ada Byron', role: 'owner' }];
  const acme = { id: 'acme', since: '2026-01-10', contacts, ...place, stripe: { cards: [card] } };
  return playStory({
    start,
    days,
    accounts: [acme],
    story: [{ at: 'T', do: 'renewal', account: 'acme', invoice: 'in_1' }],
  });
}

const tried = ({ charges: all }: Report): string[] =>
  all.filter(({ actor }) => actor === 'us').map(({ at, outcome }) => `${String(at).slice(5, 16)} ${outcome}`);

describe('lack of funds', () => {
  it('is tried on the payday before the rung, and the mail before it names that day', async () => {
    const newYork = { timezone: 'America/New_York', country: 'US' };
    const report = await shortOf([short, short, short, 'ok'], newYork, '2026-11-09T15:00:00Z', 8);

    expect(tried(report)).toEqual([`11-10T15:00 ${short}`, `11-12T15:00 ${short}`, '11-13T15:00 ok']);
    expect(report.emails.find(({ template }) => template === 'payment-recovery/urgent')?.text).toContain(
      'Friday 13 November',
    );
    expect(report.violations).toEqual([]);
  });

  it('goes by Britain’s last working day, which no bank holiday is, over the change of the clocks', async () => {
    const london = { timezone: 'Europe/London', country: 'GB' };
    const summer = await shortOf([short], london, '2026-08-25T10:00:00Z', 9);
    const autumn = await shortOf([short], london, '2026-10-23T09:00:00Z', 11);

    expect(tried(summer)).toEqual([`08-26T10:00 ${short}`, `08-28T10:00 ${short}`, `08-31T10:00 ${short}`]);
    expect(tried(autumn)).toEqual([
      `10-24T09:00 ${short}`,
      `10-26T09:00 ${short}`,
      `10-29T09:00 ${short}`,
      `10-30T09:00 ${short}`,
    ]);
  });

  it('goes by the card’s own days and asks the country’s calendar no more', async () => {
    const world = await worldWith(withCharges('ok', 'ok', 'ok', short));
    for (const [index, days] of [0, 30, 61].entries()) {
      await pass(world, { days });
      world.stripe.renew({ subscription: 'sub_acme', invoice: `in_paid_${index}` });
    }
    await pass(world, { days: 87 });
    renew(world);
    await pass(world, { days: 99 });

    // It has paid on three 10ths. The 15th of February is Washington's birthday, kept on the 12th: nobody asks.
    expect(charges(world).slice(4)).toEqual(
      ['02-06', '02-08', '02-10', '02-15'].map((day) => `${day}T15:00:00 us ${short}`),
    );
    expect((await dataOf(world)).results['retry-3']?.why).toBe(
      'card: 2027-02-10: this card has paid on the 10th before (3 payments)',
    );
  });
});

const classic = ({ stripe, ...customer }: Customer): Customer => ({
  ...customer,
  stripe: { ...stripe, billingMode: 'classic' },
});

/** The subscription, and the old invoice. */
const atStripe = ({ stripe }: World): unknown[] => [
  stripe.peek('subscriptions')[0]?.status,
  stripe.peek('invoices').find(({ id }) => id === 'in_1')?.status,
];

const failedFiveTimes = [short, short, short, short, short];

const ofTail = (world: World): string[] => charges(world).filter((line) => line > '11-24');

describe('the tail: a pause for lack of funds', () => {
  it('ends on the payday on which the card pays: a new period, the old invoice void, welcome back', async () => {
    const world = await worldWith(withCharges(...failedFiveTimes, 'ok'));
    renew(world);
    await pass(world, { days: 30 });

    expect(ofTail(world)).toEqual(['12-01T15:00:00 us ok']);
    expect(mails(world).at(-1)).toMatch(/^12-01T15:00:00 /);
    expect(customersMails(world).at(-1)?.text).toContain('Your account is active again');
    expect(atStripe(world)).toEqual(['active', 'void']);
    const row = await loadCase(world.ports.rows, about.account, about.case);
    expect([row?.status, row?.outcome]).toEqual(['closed', 'recovered']);
    expect(parseRecovery(row?.data).results['tail-1']?.why).toBe(
      'country: 2026-12-01: a usual payday in US is the 1st',
    );
  });

  it('stays silent when the card fails on both paydays, and the hold goes on', async () => {
    const world = await worldWith(withCharges(short), { ladder: { tail: { until: '36d' } } });
    renew(world);
    await pass(world, { days: 60 });

    expect(ofTail(world)).toEqual([`12-01T15:00:00 us ${short}`, `12-15T15:00:00 us ${short}`]);
    expect(mails(world).filter((line) => line > '11-25')).toEqual([]);
    const row = await loadCase(world.ports.rows, about.account, about.case);
    expect([row?.status, row?.stage, row?.wait?.state]).toEqual(['open', 'paused', 'Hold · 90 days']);
  });

  it('pays the old invoice where the plan knows no true pause, and unlocks', async () => {
    const world = await worldWith(classic(withCharges(...failedFiveTimes, 'ok')));
    renew(world);
    await pass(world, { days: 30 });

    expect(ofTail(world)).toEqual(['12-01T15:00:00 us ok']);
    expect(atStripe(world)).toEqual(['active', 'paid']);
    expect((await loadCase(world.ports.rows, about.account, about.case))?.outcome).toBe('recovered');
  });
});

describe('attempts that fall due together', () => {
  it('wait some minutes of their own where the minute is full, and go at once where it is not', async () => {
    const seconds = async (above: number): Promise<number[]> => {
      const world = await worldWith(withCharges('processing_error'), { ladder: { jitter: { above } } });
      renew(world);
      await pass(world, { days: 11 });
      return world.stripe.charges.slice(1).map(({ at }) => ((at / 1000) % 86_400) - 15 * 3600);
    };

    expect(await seconds(1)).toEqual([0, 0, 0, 0]);
    const waited = await seconds(0);
    expect(waited).toHaveLength(4);
    expect(waited.every((one) => one > 0 && one <= 600)).toBe(true);
    expect(new Set(waited).size).toBe(4);
  });
});
