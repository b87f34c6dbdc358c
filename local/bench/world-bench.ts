import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { after, parseInstant } from '../../lambdas/kernel/instant.ts';
import example from '../../retention.config.ts';
import { signWebhook } from '../stripe/index.ts';
import { type Customer, settleIn } from '../world/settle-in.ts';
import { World, webhookSecret } from '../world/world.ts';
import { median, percentile } from './statistics.ts';

const start = parseInstant('2026-11-10T15:00:00Z');

/** A customer whose only card always declines, so that the story walks the whole ladder. */
const customer: Customer = {
  id: 'acme',
  name: 'Acme Ltd',
  zone: 'America/New_York',
  country: 'US',
  plan: 'team',
  mrr: { amount: 4900, currency: 'usd' },
  interval: 'month',
  status: 'active',
  contacts: [{ email: 'ada@acme.test', name: 'Ada Byron', role: 'owner' }],
  stripe: {
    customer: 'cus_acme',
    subscription: 'sub_acme',
    billingMode: 'flexible',
    cards: [{ id: 'pm_1', brand: 'visa', fingerprint: 'fp_1', exp: '2027-03', charges: ['processing_error'] }],
  },
};

async function newWorld(): Promise<World> {
  const world = await World.create(start, resolveConfig(mergeConfig(example, { mode: { default: 'live' } })));
  await settleIn(world, customer);
  return world;
}

/** Fifteen virtual days of one failing renewal: the median of ten runs after one warm-up. */
export async function recoveryStoryMs(): Promise<number> {
  await story();
  const times: number[] = [];
  for (let run = 0; run < 10; run += 1) times.push(await story());
  return median(times);
}

async function story(): Promise<number> {
  const world = await newWorld();
  const began = performance.now();
  world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
  await world.runUntil(after(start, { days: 15 }));
  return performance.now() - began;
}

/** Signature check, parsing and queueing of 2,000 different events, one after the other. */
export async function webhookMs(): Promise<{ p50: number; p99: number }> {
  const world = await newWorld();
  const seconds = Math.floor(start / 1000);
  const times: number[] = [];
  for (let n = 0; n < 2000; n += 1) {
    const body = JSON.stringify(paymentFailed(n, seconds));
    const signature = signWebhook(body, webhookSecret, seconds);
    const began = performance.now();
    const response = await world.deliver(body, signature);
    times.push(performance.now() - began);
    if (!response.body.includes('queued')) throw new Error(`the benchmark event was not queued: ${response.body}`);
  }
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

const paymentFailed = (n: number, created: number): object => ({
  id: `evt_bench_${n}`,
  object: 'event',
  type: 'invoice.payment_failed',
  api_version: '2026-10-28.dahlia',
  created,
  livemode: false,
  pending_webhooks: 1,
  data: {
    object: {
      id: `in_bench_${n}`,
      object: 'invoice',
      customer: 'cus_acme',
      status: 'open',
      billing_reason: 'subscription_cycle',
      collection_method: 'charge_automatically',
      amount_due: 4900,
      amount_remaining: 4900,
      currency: 'usd',
      auto_advance: true,
      attempted: true,
      created,
      livemode: false,
      parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_acme' } },
    },
  },
});
