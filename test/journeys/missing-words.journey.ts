import { beforeEach, describe, expect, it } from '@jest/globals';
import { carryOutOne } from '../../lambdas/cases/carry-out.ts';
import { messageKey, queueMail } from '../../lambdas/messaging/outbox.ts';
import type { World } from '../../local/world/world.ts';
import { customersMails, pass, T, withCharges, worldWith } from './world.ts';

let world: World;
let policy: string;
beforeEach(async () => {
  world = await worldWith(withCharges('ok'));
  policy = (await world.ports.policies.current()).hash;
});

const facts = {
  account: 'Acme Ltd',
  plan: 'Team',
  amounts: [{ amount: '$49.00', label: 'invoice of 10 November' }],
  total: '$49.00',
  owner: null,
  card: { brand: 'Visa', last4: '4242' },
  reasonText: 'The bank said no.',
  nextAttempt: null,
  after: 'renewal',
};

async function queue(template: string, given: object): Promise<void> {
  const about = { key: 'm-1', account: 'acme', journey: 'payment-recovery', template, policy } as const;
  const links = { updateCard: { page: 'update-card', account: 'acme' } };
  const draft = {
    ...about,
    class: 'service',
    facts: { ...given },
    links,
    roles: ['owner'],
    quiet: 'none',
    mode: 'live',
  } as const;
  for (const effect of queueMail({ ...draft, roles: ['owner'] }, T)) await carryOutOne(effect, world.ports);
  await pass(world, { minutes: 30 });
}

const message = () => world.ports.rows.get(messageKey('acme', 'm-1'));
const tasks = () => [...world.table.items()].filter(({ entity }) => entity === 'task');

describe('a mail', () => {
  it('with all its facts is sent', async () => {
    await queue('payment-recovery/friendly', facts);

    expect(await message()).toMatchObject({ status: 'SENT' });
    expect(tasks()).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['without its amount', { ...facts, total: undefined }, 'total'],
    ['with an empty plan', { ...facts, plan: ' ' }, 'plan'],
    ['with half a card', { ...facts, card: { brand: 'Visa' } }, 'card.last4'],
    ['about no invoice', { ...facts, amounts: [] }, 'amounts'],
  ])('%s is not sent: it becomes one task that names the fact', async (_name, given, fact) => {
    await queue('payment-recovery/friendly', given);

    expect(customersMails(world)).toEqual([]);
    expect(await message()).toMatchObject({ status: 'DROPPED', verdicts: [{ verdict: 'dropped', reason: 'no_fact' }] });
    expect(tasks()).toMatchObject([
      { kind: 'no_fact', status: 'open', facts: { template: 'payment-recovery/friendly', fact } },
    ]);
  });

  it('without the link its button needs is a task too', async () => {
    const about = { key: 'm-1', account: 'acme', journey: 'payment-recovery', policy, facts } as const;
    const draft = {
      ...about,
      template: 'payment-recovery/friendly',
      class: 'service',
      links: {},
      quiet: 'none',
      mode: 'live',
    } as const;
    for (const effect of queueMail({ ...draft, roles: ['owner'] }, T)) await carryOutOne(effect, world.ports);
    await pass(world, { minutes: 30 });

    expect(customersMails(world)).toEqual([]);
    expect(tasks()).toMatchObject([{ kind: 'no_fact', facts: { fact: 'links.updateCard' } }]);
  });

  it('of a template that does not exist is never sent, and does not wait in the queue for ever', async () => {
    await queue('payment-recovery/does-not-exist', facts);
    await pass(world, { days: 1 });

    expect(customersMails(world)).toEqual([]);
    expect(await message()).toMatchObject({ status: 'DROPPED' });
    expect(tasks()).toMatchObject([{ kind: 'no_fact', facts: { template: 'payment-recovery/does-not-exist' } }]);
  });
});
