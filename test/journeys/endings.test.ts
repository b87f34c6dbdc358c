import { describe, expect, it } from '@jest/globals';
import type { World } from '../../local/world/world.ts';
import { at, charges, mails, pass, renew, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World) => rows(world, 'case')[0];

async function failing(days: number): Promise<World> {
  const world = await worldWith(withCharges('processing_error'));
  renew(world);
  await pass(world, { days });
  return world;
}

describe('a credit note', () => {
  it('that brings the invoice to nothing ends the case as voided, and thanks nobody for money', async () => {
    const world = await failing(4);
    const told = mails(world);

    world.stripe.creditNote('in_1', 4900);
    await pass(world, { days: 20 });

    expect(world.stripe.peek('invoices')).toMatchObject([{ status: 'paid', amount_paid: 0 }]);
    expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'voided', closedAt: at({ days: 4 }) });
    expect(mails(world)).toEqual(told);
    expect(rows(world, 'account')).toMatchObject([{ status: 'active', banner: null }]);
  });

  it('over a part of it leaves the rest to the ladder', async () => {
    const world = await failing(2);

    world.stripe.creditNote('in_1', 4000);
    await pass(world, { days: 4 });

    expect(charges(world).filter((charge) => charge.includes(' us '))).toHaveLength(2);
    expect(world.mailbox.mails.at(-1)?.subject).toBe('$9.00 for your team plan is still open');
  });
});

describe('a lead that is settled without money', () => {
  it.each<[string, (world: World) => unknown]>([
    ['voided', (world) => world.stripe.voidInvoice('in_1')],
    ['credited', (world) => world.stripe.creditNote('in_1', 4900)],
    ['uncollectible', (world) => world.stripe.markUncollectible('in_1')],
  ])('%s hands the lead to the next open invoice', async (_name, settle) => {
    const world = await failing(2);
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 2, minutes: 1 });

    settle(world);
    await pass(world, { days: 4 });

    expect(caseOf(world)).toMatchObject({ status: 'open', data: { lead: 'in_2' } });
    expect(world.stripe.charges.at(-1)).toMatchObject({ invoice: 'in_2', actor: 'us' });
  });
});
