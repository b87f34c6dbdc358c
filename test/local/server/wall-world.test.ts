import { describe, expect, it } from '@jest/globals';
import { keyProblem, wallWorld } from '../../../local/server/wall-world.ts';
import { signWebhook } from '../../../local/stripe/index.ts';
import { webhookSecret } from '../../../local/world/world.ts';
import { T } from '../../journeys/world.ts';

describe('wall mode with real Stripe keys', () => {
  it.each([
    ['sk_test_123', 'whsec_1', undefined],
    ['rk_test_123', 'whsec_1', undefined],
    ['sk_live_123', 'whsec_1', /live key/],
    ['rk_live_123', 'whsec_1', /live key/],
    ['pk_test_123', 'whsec_1', /no Stripe key/],
    ['sk_test_123', undefined, /STRIPE_WEBHOOK_SECRET is missing/],
    ['sk_test_123', 'secret', /STRIPE_WEBHOOK_SECRET is missing/],
  ])('judges the key %s with the secret %s', (key, secret, problem) => {
    const found = keyProblem(key, secret);
    if (problem) expect(found).toMatch(problem);
    else expect(found).toBeUndefined();
    expect(found ?? '').not.toMatch(/\n/);
  });

  it('has no sample customers, keeps the configured mode, and knows only the real secret', async () => {
    let stored = 0;
    const real = { key: 'sk_test_123', webhookSecrets: ['whsec_real'] };
    const checkpoint = () => {
      stored += 1;
    };
    const world = await wallWorld(T, real, undefined, { checkpoint });
    const event = {
      id: 'evt_1',
      object: 'event',
      type: 'product.created',
      created: T / 1000,
      livemode: false,
      data: { object: {} },
    };
    const body = JSON.stringify(event);
    const signed = (secret: string): string => signWebhook(body, secret, T / 1000);

    expect((await world.deliver(body, signed('whsec_real'))).statusCode).toBe(200);
    expect((await world.deliver(body, signed(webhookSecret))).statusCode).toBe(400);
    expect([...world.table.items()].filter(({ entity }) => entity === 'account')).toEqual([]);
    expect(world.config.mode.default).toBe('observe');
    expect(stored).toBe(2);
  });
});
