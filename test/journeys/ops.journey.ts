import { describe, expect, it } from '@jest/globals';
import { attention, nudge, pauseAll, restart, resumeAll, stop } from '../../lambdas/ops/commands.ts';
import type { World } from '../../local/world/world.ts';
import { charges, mails, pass, renew, withCharges, worldWith } from './world.ts';

const name = { account: 'acme', subject: 'sub_acme' };
const by = { who: 'ines', why: 'a test' };
const caseOf = (world: World) => [...world.table.items()].find((item) => item.entity === 'case');

const failing = async (): Promise<World> => {
  const world = await worldWith(withCharges('processing_error'));
  renew(world);
  await pass(world, { days: 4 });
  return world;
};

describe('ops', () => {
  it('replays a restarted run to its place within a minute and repeats nothing', async () => {
    const world = await failing();
    const before = { charges: charges(world), mails: mails(world) };

    await restart(name, by, world.ports);
    await pass(world, { days: 4, minutes: 1 });

    expect({ charges: charges(world), mails: mails(world) }).toEqual(before);
    expect(caseOf(world)).toMatchObject({ run: 2, status: 'open', wait: { state: 'Wait for retry 3' } });
    await pass(world, { days: 15 });
    expect(charges(world)).toHaveLength(5);
  });

  it('stops a case for good: no charge and no mail after it', async () => {
    const world = await failing();
    const before = charges(world);

    await stop(name, by, world.ports);
    await pass(world, { days: 20 });

    expect(charges(world)).toEqual(before);
    expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'stopped' });
    expect(world.executions().map(({ frame }) => frame.status)).toEqual(['ABORTED']);
  });

  it('takes the banner away with a stopped case, and shows it again with a restart', async () => {
    const world = await failing();
    const banner = () => [...world.table.items()].find((item) => item.entity === 'account')?.banner;
    expect(banner()).toBe('payment_needs_attention');

    await stop(name, by, world.ports);
    expect(banner()).toBeNull();
    await restart(name, by, world.ports);
    expect(banner()).toBe('payment_needs_attention');
  });

  it('leaves the invoice of a stopped case alone when the next period has a case of its own', async () => {
    const world = await failing();
    await stop(name, by, world.ports);
    await pass(world, { days: 30 });
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 32 });
    expect(mails(world).at(-1)).toContain("payment didn't go through");
    expect(world.mailbox.mails.at(-1)?.text).not.toContain('$98.00');

    world.stripe.customerPays('in_2');
    await pass(world, { days: 60 });

    expect(world.stripe.charges.filter(({ invoice }) => invoice === 'in_1')).toHaveLength(3);
    expect(caseOf(world)).toMatchObject({ run: 2, outcome: 'recovered' });
  });

  it('nudges a waiting case, which reads the world and waits on', async () => {
    const world = await failing();

    await nudge(name, by, world.ports);
    await pass(world, { days: 4, seconds: 1 });

    expect(caseOf(world)).toMatchObject({ wait: { state: 'Wait for retry 3', due: '2026-11-16T15:00:00.000Z' } });
    expect(charges(world)).toHaveLength(3);
  });

  it('charges and mails nobody while everything is paused, and goes on afterwards', async () => {
    const world = await failing();
    await pauseAll(by, world.ports);
    await pass(world, { days: 7 });
    expect(charges(world)).toHaveLength(3);

    await resumeAll(by, world.ports);
    await pass(world, { days: 7, minutes: 10 });

    expect(charges(world)).toHaveLength(4);
  });

  it('shows a case whose execution failed, instead of losing it', async () => {
    const world = await failing();
    const [execution] = world.executions();

    await world.ports.workflows.stop('payment-recovery', execution?.name ?? '', 'somebody in the console');
    await pass(world, { days: 4, minutes: 1 });

    expect(await attention(world.ports)).toMatchObject([{ attention: 'its execution is ABORTED' }]);
    expect(world.events.filter(({ type }) => type === 'alert')).toHaveLength(1);
  });
});
