import { describe, expect, it } from '@jest/globals';
import { stripeLists } from '../../../../lambdas/adapters/stripe/index.ts';
import { budgetedLists } from '../../../../lambdas/billing/budgeted-lists.ts';
import { pagesOf } from '../../../../lambdas/billing/pages-of.ts';
import type { PageOf } from '../../../../lambdas/kernel/billing-lists.ts';
import { Throttled } from '../../../../lambdas/kernel/failures.ts';
import { instant } from '../../../../lambdas/kernel/instant.ts';
import { DAY, openShop, T } from '../../../local/stripe/shop.ts';
import { start, Time, tableIn } from '../../billing/traffic.ts';

const lane = 'import';

/** Ada's shop with `count` more customers, each with a subscription and, every other one, a failed renewal. */
function busyShop(count: number) {
  const shop = openShop();
  for (let n = 0; n < count; n += 1) {
    const customer = `cus_${n}`;
    const charges = n % 2 === 0 ? ['insufficient_funds'] : ['ok'];
    shop.fake.addCustomer({ id: customer, email: `c${n}@shop.test`, name: `C ${n}` });
    shop.fake.addCard(customer, { id: `pm_x${n}`, fingerprint: `fp_x${n}`, exp: '2028-01', charges }, { silent: true });
    shop.fake.addSubscription({ id: `sub_${n}`, customer, plan: 'team', amount: 4900, currency: 'usd' });
    shop.fake.renew({ subscription: `sub_${n}` });
    shop.wait(1000);
  }
  return { ...shop, lists: stripeLists(shop.stripe) };
}

async function all<T extends { id: string }>(list: (after?: string) => Promise<PageOf<T>>) {
  const sizes: number[] = [];
  const ids: string[] = [];
  for await (const { items } of pagesOf(list)) {
    sizes.push(items.length);
    ids.push(...items.map(({ id }) => id));
  }
  return { sizes, ids };
}

const asked = (after?: string) => ({ lane, ...(after === undefined ? {} : { after }) }) as const;

describe('the lists of an account at Stripe', () => {
  it('give every customer once, a hundred a page', async () => {
    const { lists } = busyShop(204);
    const { sizes, ids } = await all((after) => lists.customers(asked(after)));

    expect(sizes).toEqual([100, 100, 5]);
    expect(new Set(ids).size).toBe(205);
  });

  it('give subscriptions of every status, the ended ones too', async () => {
    const { lists, fake } = busyShop(2);
    fake.cancelSubscription('sub_1', { when: 'now' });

    const { items } = await lists.subscriptions(asked());
    expect(items.map(({ id, status }) => `${id} ${status}`).sort()).toEqual([
      'sub_0 past_due',
      'sub_1 canceled',
      'sub_ada active',
    ]);
  });

  it('give the open invoices only, each with the intent behind it', async () => {
    const { lists } = busyShop(3);
    const { items } = await lists.openInvoices(asked());

    expect(items.map(({ customer, status }) => `${customer} ${status}`).sort()).toEqual(['cus_0 open', 'cus_2 open']);
    expect(items.every(({ intent }) => intent?.startsWith('pi_'))).toBe(true);
  });

  it('go on after an invoice that was paid while one paged', async () => {
    const { lists, fake } = busyShop(240);
    const first = await lists.openInvoices(asked());
    fake.customerPays(first.next ?? '');

    const second = await lists.openInvoices(asked(first.next));
    expect([first.items.length, second.items.length]).toEqual([100, 20]);
  });

  it.each([
    ['from the first second on', T, 2],
    ['without what was created a second before', T + 1000, 1],
    ['not at all', T + 2000, 0],
  ])('reach back %s', async (_name, since, count) => {
    const { lists } = busyShop(2);

    expect((await lists.invoicesSince(instant(since), asked())).items).toHaveLength(count);
    expect((await lists.chargesSince(instant(since), asked())).items).toHaveLength(count);
  });

  it('tell of a charge whose card it was, what it was for and why it failed', async () => {
    const { lists } = busyShop(1);
    const [charge] = (await lists.chargesSince(instant(T - DAY), asked())).items;
    const [invoice] = (await lists.invoicesSince(instant(T - DAY), asked())).items;

    expect(charge).toMatchObject({
      status: 'failed',
      customer: 'cus_0',
      fingerprint: 'fp_x0',
      amount: { amount: 4900, currency: 'usd' },
      decline: { declineCode: 'insufficient_funds' },
    });
    expect(charge?.intent).toBe(invoice?.intent);
  });

  it("give a customer's payment methods of every kind", async () => {
    const { lists } = busyShop(1);
    expect((await lists.paymentMethodsOf('cus_0', asked())).items).toMatchObject([{ id: 'pm_x0' }]);
  });
});

describe('the shared budget', () => {
  it('gives an import less than it gives the reconciler, page by page', async () => {
    const time = new Time();
    const store = { rows: tableIn(time, () => 0).rows, clock: time };
    const lists = budgetedLists(busyShop(0).lists, store);
    const settle = async (call: Promise<unknown>): Promise<unknown> => (await Promise.all([call, time.pass()]))[0];
    const granted = async (lane: 'import' | 'reconciler', call: (one: typeof lists) => Promise<unknown>) => {
      let count = 0;
      for (let n = 0; n < 20; n += 1) {
        const answer = await settle(call(lists).catch((error: unknown) => error));
        if (!(answer instanceof Throttled)) count += 1;
      }
      await settle(time.sleep(2000));
      return `${lane} ${count}`;
    };

    expect(await granted('import', (one) => one.customers({ lane: 'import' }))).toBe('import 4');
    expect(await granted('reconciler', (one) => one.customers({ lane: 'reconciler' }))).toBe('reconciler 6');
    const rest: readonly ((one: typeof lists) => Promise<unknown>)[] = [
      (one) => one.subscriptions({ lane: 'import' }),
      (one) => one.openInvoices({ lane: 'import' }),
      (one) => one.invoicesSince(start, { lane: 'import' }),
      (one) => one.chargesSince(start, { lane: 'import' }),
      (one) => one.paymentMethodsOf('cus_ada', { lane: 'import' }),
    ];
    for (const call of rest) expect(await granted('import', call)).toBe('import 4');
  });
});
