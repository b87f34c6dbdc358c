import { describe, expect, it } from '@jest/globals';
import type { World } from '../../local/world/world.ts';
import { pass, renew, withCharges, worldWith } from './world.ts';

const founder = 'nora@northwind.test';
const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const writes = (world: World) => world.stripe.calls.filter(({ method }) => method !== 'GET');

async function lived(code: string, days: number): Promise<World> {
  const world = await worldWith(withCharges(code), { mode: { default: 'mail-to-me' } });
  renew(world);
  await pass(world, { days });
  return world;
}

describe('mail-to-me', () => {
  it('sends the mails of a dead card to one address, marked with whose they are', async () => {
    const { mailbox } = await lived('lost_card', 30);

    expect(mailbox.mails.map(({ at, to, subject }) => [at.slice(5, 16), to, subject])).toEqual([
      ['11-10T15:00', [founder], '[for Acme Ltd] Please update the card for your Team plan'],
      ['11-13T15:00', [founder], '[for Acme Ltd] $49.00 for your Team plan is still open'],
      ['11-20T15:00', [founder], "[for Acme Ltd] We'll pause your account on Tuesday 24 November"],
      ['11-24T15:00', [founder], '[for Acme Ltd] Your Team plan is paused. Everything is saved.'],
    ]);
  });

  it('says of each message where it went', async () => {
    const world = await lived('lost_card', 1);

    expect(rows(world, 'message')).toMatchObject([{ status: 'SENT', to: founder }]);
  });

  it.each(['lost_card', 'processing_error', 'authentication_required', 'fraudulent'])(
    'changes nothing at Stripe and shows the customer nothing: %s',
    async (code) => {
      const world = await lived(code, 5);
      expect(rows(world, 'account')[0]?.banner ?? null).toBeNull();
      await pass(world, { days: 120 });

      expect(writes(world)).toEqual([]);
      expect(world.stripe.charges.filter(({ actor }) => actor === 'us')).toEqual([]);
      expect(world.events.filter(({ type }) => type !== 'alert')).toEqual([]);
      expect(world.mailbox.mails.every(({ to }) => to.length === 1 && to[0] === founder)).toBe(true);
    },
  );

  it('guesses at no outcome: after a charge it did not make it writes that charge down and no mail', async () => {
    const world = await lived('processing_error', 30);

    expect(rows(world, 'would-charge')).toMatchObject([{ invoice: 'in_1', card: 'pm_1' }]);
    expect(world.mailbox.mails).toEqual([]);
  });

  it('bounces at the one address and suppresses nobody else', async () => {
    const world = await lived('lost_card', 1);

    world.mailbox.bounce(world.mailbox.mails[0]?.id ?? '', 'Permanent');
    await pass(world, { days: 2 });

    expect(rows(world, 'address').filter(({ suppressed }) => suppressed)).toHaveLength(1);
  });
});
