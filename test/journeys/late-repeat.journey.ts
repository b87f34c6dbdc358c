import { describe, expect, it } from '@jest/globals';
import { after as later, toSeconds } from '../../lambdas/kernel/instant.ts';
import { signWebhook } from '../../local/stripe/index.ts';
import { webhookSecret } from '../../local/world/world.ts';
import { pass, renew, T, withCharges, worldWith } from './world.ts';

describe('a failure of a settled invoice', () => {
  it('told again days later, is no news of the next run and no attempt on its card', async () => {
    const world = await worldWith(withCharges('processing_error', 'ok', 'processing_error'));
    renew(world);
    await pass(world, { days: 2 });
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 2, hours: 1 });
    const rowsOf = (entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
    const before = JSON.stringify([rowsOf('case'), rowsOf('card')]);
    expect(rowsOf('case')).toMatchObject([{ run: 2, status: 'open', settled: ['in_1'] }]);

    const events: [string, { type: string; data: { object: { id: string } } }][] = Object(world.stripe.toJSON()).events;
    const [, told] =
      events.find(([, { type, data }]) => type === 'invoice.payment_failed' && data.object.id === 'in_1') ?? [];
    // Under another id, so that nothing but the invoice tells it from news.
    const body = JSON.stringify({ ...told, id: 'evt_replayed' });
    await world.deliver(body, signWebhook(body, webhookSecret, toSeconds(world.simulator.now())));
    await world.runUntil(later(T, { days: 2, hours: 1 }));

    expect(JSON.stringify([rowsOf('case'), rowsOf('card')])).toBe(before);
    expect(rowsOf('event')).toContainEqual(
      expect.objectContaining({ pk: 'EVENT#evt_replayed', why: 'an earlier run has settled this invoice' }),
    );
  });
});
