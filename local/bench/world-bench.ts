import { apiVersion } from '../../lambdas/adapters/stripe/index.ts';
import { after } from '../../lambdas/kernel/instant.ts';
import { signWebhook } from '../stripe/index.ts';
import { acme, T, worldWith } from '../world/acme.ts';
import { webhookSecret } from '../world/names.ts';
import { median, percentile } from './statistics.ts';

/** Fifteen virtual days of one failing renewal, the whole ladder: the median of ten runs after one warm-up. */
export async function recoveryStoryMs(): Promise<number> {
  await story();
  const times: number[] = [];
  for (let run = 0; run < 10; run += 1) times.push(await story());
  return median(times);
}

async function story(): Promise<number> {
  const world = await worldWith(acme);
  const began = performance.now();
  world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
  await world.runUntil(after(T, { days: 15 }));
  return performance.now() - began;
}

/** Signature check, parsing and queueing of 2,000 different events, one after the other. */
export async function webhookMs(): Promise<{ p50: number; p99: number }> {
  const world = await worldWith(acme);
  const seconds = Math.floor(T / 1000);
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

/** As Stripe sends it to an endpoint of the version we pinned. */
export const paymentFailed = (n: number, created: number): object => ({
  id: `evt_bench_${n}`,
  object: 'event',
  type: 'invoice.payment_failed',
  api_version: apiVersion,
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
