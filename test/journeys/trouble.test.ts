import { describe, expect, it } from '@jest/globals';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { pauseAll, resumeAll } from '../../lambdas/ops/commands.ts';
import type { World } from '../../local/world/world.ts';
import { charges, mails, pass, renew, withCharges, worldWith } from './world.ts';

const by = { who: 'ines', why: 'a test' };
const caseOf = (world: World) => [...world.table.items()].find((item) => item.entity === 'case');
const alerts = (world: World) => world.events.flatMap(({ type, detail }) => (type === 'alert' ? [detail] : []));
const writes = (world: World) => world.stripe.peek('subscriptions').map((one) => Object(one).status);

const withBilling =
  (change: (billing: Ports['billing']) => Partial<Ports['billing']>) =>
  (ports: Ports): Ports => ({
    ...ports,
    billing: { ...ports.billing, ...change(ports.billing) },
  });

describe('an effect that Stripe refuses for good', () => {
  it('is told and left to a person, and the case ends all the same', async () => {
    let world: World;
    // The subscription is cancelled in the second in which the new card pays: it takes no default card any more.
    const ports = withBilling(({ pay }) => ({
      pay: async (call) => {
        const outcome = await pay(call);
        if (outcome.kind === 'paid') world.stripe.cancelSubscription('sub_acme', { when: 'now' });
        return outcome;
      },
    }));
    world = await worldWith(withCharges('expired_card'), {}, { ports });
    renew(world);
    await pass(world, { days: 2 });

    const card = { id: 'pm_new', brand: 'visa', fingerprint: 'fp_new', charges: ['ok'] };
    world.stripe.addCard('cus_acme', card, { default: true });
    await pass(world, { days: 2, minutes: 1 });

    expect(caseOf(world)).toMatchObject({ status: 'closed', pending: [], dropped: [{ effect: 'default-card' }] });
    expect(alerts(world)).toMatchObject([{ alert: 'case_attention', case: 'CASE#payment-recovery#sub_acme' }]);
    expect(world.logs.filter(({ fields }) => fields.function === 'sweep')).toEqual([]);
  });
});

describe('ops pause-all', () => {
  it('resumes and bills nobody until resume-all, whoever pays meanwhile', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { days: 19 });
    expect(writes(world)).toEqual(['paused']);

    await pauseAll(by, world.ports);
    world.stripe.customerPays('in_1');
    await pass(world, { days: 20 });
    expect(writes(world)).toEqual(['paused']);
    expect(caseOf(world)).toMatchObject({ status: 'open' });
    expect(world.executions().map(({ frame }) => frame.status)).toEqual(['RUNNING']);

    await resumeAll(by, world.ports);
    await pass(world, { days: 20, minutes: 11 });
    expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'recovered' });
  });

  it('pauses nobody on day 14, and does so when things go on', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { days: 13 });
    await pauseAll(by, world.ports);
    const before = { charges: charges(world), mails: mails(world) };

    await pass(world, { days: 15 });
    expect(writes(world)).toEqual(['past_due']);
    expect({ charges: charges(world), mails: mails(world) }).toEqual(before);

    await resumeAll(by, world.ports);
    await pass(world, { days: 15, minutes: 30 });
    expect(writes(world)).toEqual(['paused']);
    expect(mails(world)).toHaveLength(before.mails.length + 1);
  });
});
