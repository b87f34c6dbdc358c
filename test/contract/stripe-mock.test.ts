import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { createStripe, stripeBilling, stripeLists } from '../../lambdas/adapters/stripe/index.ts';
import type { BillingLists } from '../../lambdas/kernel/billing-lists.ts';
import type { Billing } from '../../lambdas/kernel/ports.ts';
import { findPeer, type Peer, startPeer } from '../../local/rehearsal/peer.ts';
import { olderPause, stripeCalls, stripeListCalls } from './stripe-calls.ts';

const command = findPeer('stripe-mock', process.env.STRIPE_MOCK);
if (command === undefined)
  process.stderr.write(
    'skipped: our calls against stripe-mock, it is not on the PATH and STRIPE_MOCK does not name it\n',
  );

const called: Stripe.ResponseEvent[] = [];

/** Answers are samples, not a story: what our readers make of them is no matter here, whether the call is one is. */
async function answersTo<Port>(port: Port, call: (port: Port) => Promise<unknown>): Promise<string[]> {
  called.length = 0;
  await call(port).catch(() => undefined);
  return called.map(({ method, path, status }) => `${method} ${path.replace(/\?.*/, '')} ${status}`);
}

describe('our calls to Stripe', () => {
  it('are all in the table, each with its check or the reason why there is none', () => {
    expect(Object.keys(stripeCalls).sort()).toEqual(Object.keys(stripeBilling(createStripe('sk_test_123'))).sort());
  });
});

(command === undefined ? describe.skip : describe)("our calls by Stripe's published description", () => {
  let peer: Peer | undefined;
  let billing: Billing;
  let lists: BillingLists;
  beforeAll(async () => {
    const args = (port: number) => ['-http-port', String(port)];
    peer = await startPeer(command ?? '', args, (endpoint) => endpoint);
    const { port } = new URL(peer.endpoint);
    const stripe = createStripe('sk_test_123', { host: '127.0.0.1', port: Number(port), protocol: 'http' });
    stripe.on('response', (response: Stripe.ResponseEvent) => void called.push(response));
    billing = stripeBilling(stripe);
    lists = stripeLists(stripe);
  });
  afterAll(() => peer?.stop());

  it.each(Object.entries(stripeCalls).filter(([, row]) => !('unknown' in row)))(
    'know the way: %s',
    async (_name, row) => {
      const answers = await answersTo(billing, row.call);

      expect(answers.length).toBeGreaterThan(0);
      expect(answers.filter((answer) => !answer.endsWith(' 200'))).toEqual([]);
    },
  );

  it.each(Object.entries(stripeListCalls))('know the list of %s', async (_name, call) => {
    expect((await answersTo(lists, call)).filter((answer) => !answer.endsWith(' 200'))).toEqual([]);
    expect(called).toHaveLength(1);
  });

  it('know the older pause', async () => {
    expect(await answersTo(billing, olderPause)).toEqual(['POST /v1/subscriptions/sub_1 200']);
  });

  it.each(Object.entries(stripeCalls).filter(([, row]) => 'unknown' in row))(
    'do not know %s yet, which only our own fake has seen',
    async (_name, row) => {
      expect((await answersTo(billing, row.call)).filter((answer) => / 40[04]$/.test(answer))).not.toEqual([]);
    },
  );
});
