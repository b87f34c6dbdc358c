import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { stripeActor } from '../../../local/smoke/stripe-customer.ts';

type Answers = Readonly<Record<string, object>>;

const answers: Answers = {
  'POST /v1/products': { id: 'prod_1' },
  'POST /v1/customers': { id: 'cus_1' },
  'POST /v1/subscriptions': { id: 'sub_1', latest_invoice: 'in_1' },
  'POST /v1/payment_methods/pm_card_chargeCustomerFail/attach': { id: 'pm_bad' },
  'POST /v1/customers/cus_1': { id: 'cus_1' },
  'POST /v1/subscriptions/sub_1': { id: 'sub_1', latest_invoice: { id: 'in_2' } },
  'POST /v1/invoices/in_2/pay': { id: 'in_2', status: 'paid' },
  'DELETE /v1/customers/cus_1': { id: 'cus_1', deleted: true },
  'POST /v1/products/prod_1': { id: 'prod_1' },
};

const event = (type: string, invoice: string) => ({ id: `evt_${invoice}`, type, data: { object: { id: invoice } } });

/** Stripe at its HTTP client: what is asked for, in order, and what it answers. */
function atStripe(events: readonly (readonly object[])[]) {
  const asked: string[] = [];
  const pages = [...events];
  const fetchLike = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(String(url));
    const call = `${init?.method ?? 'GET'} ${pathname}`;
    const body = typeof init?.body === 'string' ? decodeURIComponent(init.body) : '';
    asked.push(body ? `${call} ${body}` : call);
    const answer = pathname === '/v1/events' ? { data: pages.shift() ?? [] } : answers[call];
    return new Response(JSON.stringify(answer ?? { error: { message: call } }), { status: answer ? 200 : 404 });
  };
  const stripe = new Stripe('sk_test_x', {
    httpClient: Stripe.createFetchHttpClient(fetchLike),
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const slept: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void slept.push(milliseconds);
  return { asked, slept, actor: stripeActor(stripe, { metadataKey: 'account_id', sleep }) };
}

const failed = event('invoice.payment_failed', 'in_2');

describe('the test customer at Stripe', () => {
  it('pays once, takes a card that is always declined, and is billed again at once', async () => {
    const { asked, actor } = atStripe([[event('invoice.payment_failed', 'in_other'), failed]]);

    const made = await actor.fail('smoke-1');

    expect(made).toEqual({ customer: 'cus_1', subscription: 'sub_1', invoice: 'in_2', event: JSON.stringify(failed) });
    expect(asked.find((call) => call.startsWith('POST /v1/customers '))).toContain('metadata[account_id]=smoke-1');
    expect(asked.find((call) => call.startsWith('POST /v1/customers/cus_1'))).toContain(
      'invoice_settings[default_payment_method]=pm_bad',
    );
    expect(asked.find((call) => call.startsWith('POST /v1/subscriptions/sub_1'))).toContain(
      'billing_cycle_anchor[type]=now',
    );
  });

  it('waits for an event that Stripe has not written down yet', async () => {
    const { actor, slept } = atStripe([[], [], [failed]]);
    expect((await actor.fail('smoke-1')).event).toBe(JSON.stringify(failed));
    expect(slept).toEqual([2000, 2000]);
  });

  it('gives up after half a minute without the event', async () => {
    const { actor } = atStripe([]);
    await expect(actor.fail('smoke-1')).rejects.toThrow('Stripe has no event invoice.payment_failed for in_2');
  });

  it('pays outside Stripe, and is deleted with its product put away', async () => {
    const paid = event('invoice.paid', 'in_2');
    const { asked, actor } = atStripe([[failed], [paid]]);
    const made = await actor.fail('smoke-1');

    expect(await actor.settle(made)).toBe(JSON.stringify(paid));
    await actor.remove(made);

    expect(asked).toContain('POST /v1/invoices/in_2/pay paid_out_of_band=true');
    expect(asked.slice(-2)).toEqual(['DELETE /v1/customers/cus_1', 'POST /v1/products/prod_1 active=false']);
  });
});
