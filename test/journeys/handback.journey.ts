import { describe, expect, it } from '@jest/globals';
import { handBackLines } from '../../local/handback/lines.ts';
import type { World } from '../../local/world/world.ts';
import { acme, pass, renew, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const invoice = (world: World) => world.stripe.peek('invoices').find(({ id }) => id === 'in_1');
const asked = { dryRun: false, resume: [], who: 'ines', why: 'we leave' };

const failing = async (days: number): Promise<World> => {
  const world = await worldWith(withCharges('processing_error'));
  renew(world);
  await pass(world, { days });
  return world;
};

describe('handing back to Stripe', () => {
  it('gives open invoices back, ends the cases and their executions, and says so', async () => {
    const world = await failing(2);
    expect(invoice(world)).toMatchObject({ status: 'open', auto_advance: false });

    const lines = await handBackLines(asked, world.ports);
    await pass(world, { days: 2, minutes: 1 });

    expect(lines[0]).toBe('1 case ended, 1 open invoice given back to Stripe (auto_advance on)');
    expect(invoice(world)).toMatchObject({ auto_advance: true });
    expect(rows(world, 'case')).toMatchObject([{ status: 'closed', outcome: 'handed_back' }]);
    expect(world.executions().map(({ frame }) => frame.status)).toEqual(['SUCCEEDED']);
  });

  it('charges, says and pauses nothing afterwards', async () => {
    const world = await failing(2);
    await handBackLines(asked, world.ports);
    const [charged, mailed] = [
      world.stripe.charges.filter(({ actor }) => actor === 'us').length,
      world.mailbox.mails.length,
    ];

    await pass(world, { days: 20 });

    expect(world.stripe.charges.filter(({ actor }) => actor === 'us')).toHaveLength(charged);
    expect(world.mailbox.mails).toHaveLength(mailed);
    expect(rows(world, 'account')).not.toMatchObject([{ status: 'paused' }]);
  });

  it('changes nothing in a dry run, and nothing more the second time', async () => {
    const world = await failing(2);
    expect((await handBackLines({ ...asked, dryRun: true }, world.ports))[0]).toBe(
      '1 case would be ended, 1 open invoice would be given back to Stripe (auto_advance on)',
    );
    expect(rows(world, 'case')).toMatchObject([{ status: 'open' }]);

    await handBackLines(asked, world.ports);
    const calls = world.stripe.calls.filter(({ method }) => method === 'POST').length;
    expect((await handBackLines(asked, world.ports))[0]).toMatch(/^0 cases ended, 0 open invoices given back/);
    expect(world.stripe.calls.filter(({ method }) => method === 'POST')).toHaveLength(calls);
  });

  it('leaves a paused customer paused, lists them, and resumes them only on a word of its own', async () => {
    const world = await failing(15);
    const lines = await handBackLines(asked, world.ports);
    expect(lines).toContainEqual(expect.stringMatching(/^paused: acme sub_acme stays paused at Stripe \(a true pause/));
    expect(invoice(world)).toMatchObject({ auto_advance: false });

    world.stripe.scriptCard('pm_1', ['ok']);
    const resume = [{ account: 'acme', subscription: 'sub_acme' }];
    const again = await handBackLines({ ...asked, resume }, world.ports);

    expect(again[0]).toMatch(/^resumed sub_acme of acme: it runs again/);
    expect(world.stripe.peek('subscriptions')[0]).toMatchObject({ status: 'active' });
    expect(invoice(world)).toMatchObject({ status: 'void' });
    expect(rows(world, 'account')).toMatchObject([{ status: 'active' }]);
  });

  it('keeps a customer paused whose card declines the new period', async () => {
    const world = await failing(15);
    await handBackLines(asked, world.ports);
    const resume = [{ account: 'acme', subscription: 'sub_acme' }];

    expect((await handBackLines({ ...asked, resume }, world.ports))[0]).toMatch(/it stays paused: .* \(declined\)/);
    expect(world.stripe.peek('subscriptions')[0]).toMatchObject({ status: 'paused' });
  });

  it('has nothing to give back where recovery only watched', async () => {
    const world = await worldWith(acme, { mode: { default: 'observe' } });
    renew(world);
    await pass(world, { days: 2 });

    expect((await handBackLines(asked, world.ports))[0]).toMatch(/^1 case ended, 0 open invoices given back/);
  });
});
