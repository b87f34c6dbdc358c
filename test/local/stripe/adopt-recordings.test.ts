import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { sharedExists, sharedPath } from '../../../local/shared.ts';
import type { StripeEvent } from '../../../local/stripe/index.ts';
import { errorOf, openShop } from './shop.ts';

const EXPANDED = { expand: ['payments.data.payment.payment_intent'] };

const folder = ['data', 'stripe', 'events'];
const wanted = /^(invoice\.|customer\.subscription\.|payment_method\.)/;
const recordings = sharedExists(...folder)
  ? readdirSync(sharedPath(...folder)).flatMap((source) =>
      readdirSync(sharedPath(...folder, source))
        .filter((file) => wanted.test(file))
        .map((file) => `${source}/${file}`),
    )
  : [];

const recorded = (file: string): StripeEvent =>
  JSON.parse(readFileSync(sharedPath(...folder, file), 'utf8')) as StripeEvent;

/** Failures with something to pay; one sample tells of a failed invoice over nothing. */
const owed = recordings.filter(
  (file) => file.includes('invoice.payment_failed') && Number(recorded(file).data.object.amount_due) > 0,
);

describe('recorded events', () => {
  if (recordings.length === 0) {
    it('are skipped only where the folder is missing', () => expect(sharedExists(...folder)).toBe(false));
    return;
  }

  it.each(recordings)('%s is adopted, readable and silent', async (file) => {
    const { fake, stripe, events } = openShop();
    const { type, data } = recorded(file);
    fake.adopt(recorded(file));
    const { id, customer, subscription } = data.object;
    const gone = type === 'invoice.deleted' || type === 'payment_method.detached' || typeof id !== 'string';
    if (!gone && type.startsWith('invoice.'))
      expect((await stripe.invoices.retrieve(String(id), EXPANDED)).payments?.object).toBe('list');
    if (!gone && type.startsWith('customer.'))
      expect((await stripe.subscriptions.retrieve(String(id))).items.data.length).toBeGreaterThan(0);
    if (!gone && type.startsWith('payment_method.'))
      expect((await stripe.paymentMethods.retrieve(String(id))).customer).toBe(customer);
    if (typeof customer === 'string')
      expect(await stripe.customers.retrieve(customer)).toMatchObject({ object: 'customer' });
    if (typeof subscription === 'string')
      expect((await stripe.subscriptions.retrieve(subscription)).id).toBe(subscription);
    expect(events).toEqual([]);
  });

  it.each(owed)('%s can be paid and then stays paid', async (file) => {
    const { fake, stripe } = openShop();
    fake.adopt(recorded(file));
    const id = String(recorded(file).data.object.id);
    expect((await errorOf(stripe.invoices.pay(id, {}, { idempotencyKey: '1' }))).decline_code).toBe(
      'insufficient_funds',
    );
    expect(fake.customerPays(id)?.outcome).toBe('ok');
    fake.adopt(recorded(file));
    expect((await stripe.invoices.retrieve(id)).status).toBe('paid');
  });

  it('all together leave one consistent, storable state', () => {
    const { fake } = openShop();
    for (const file of recordings) fake.adopt(recorded(file));
    const cards = new Set(fake.peek('subscriptions').map(({ customer }) => customer));
    const customers = new Set(fake.peek('customers').map(({ id }) => id));
    expect([...cards].filter((id) => !customers.has(id))).toEqual([]);
    expect(JSON.parse(JSON.stringify(fake))).toEqual(fake.toJSON());
  });
});
