import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { signWebhook } from '../../../local/stripe/index.ts';
import { openShop, T } from './shop.ts';

const SECRET = 'whsec_test';
const AT = T / 1000;

describe('signWebhook', () => {
  const { stripe, fake, events } = openShop({ charges: ['insufficient_funds'] });
  fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
  const payload = JSON.stringify(events.find((event) => event.type === 'invoice.payment_failed'));

  const verify = (body: string, header: string, receivedAt: number): Stripe.Event =>
    stripe.webhooks.constructEvent(body, header, SECRET, 300, undefined, receivedAt);

  it.each([0, 299_000])('signs what the package verifies %i ms later', (later) => {
    expect(verify(payload, signWebhook(payload, SECRET, AT), T + later).type).toBe('invoice.payment_failed');
  });

  it.each([
    ['a stale timestamp', payload, signWebhook(payload, SECRET, AT - 302)],
    ['another secret', payload, signWebhook(payload, 'whsec_other', AT)],
    ['another body', `${payload} `, signWebhook(payload, SECRET, AT)],
  ])('does not verify with %s', (_, body, header) => {
    expect(() => verify(body, header, T)).toThrow(Stripe.errors.StripeSignatureVerificationError);
  });
});
