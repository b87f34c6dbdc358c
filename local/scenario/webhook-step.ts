import { instant } from '../../lambdas/kernel/instant.ts';
import { signWebhook } from '../stripe/index.ts';
import { type World, webhookSecret } from '../world/world.ts';
import { StepError } from './at-stripe.ts';
import type { Of } from './step-schema.ts';
import { spanMs } from './when.ts';

type Step = Of<'webhook'>;

/** Stripe knows what it sends before it sends it; a bad or stale signature changes nothing at Stripe. */
export function sendWebhook(world: World, step: Step): void {
  const body = JSON.stringify(step.event);
  const signature = step.signature ?? 'good';
  if (signature === 'good') adopt(world, step);
  const due = world.simulator.now() + (step.delay === undefined ? 0 : spanMs(step.delay));
  for (let copy = 0; copy < (step.copies ?? 1); copy++) deliverAt(world, due, body, signature);
}

function adopt(world: World, { event }: Step): void {
  try {
    world.stripe.adopt(event);
  } catch (error) {
    throw new StepError('event', `Stripe cannot have sent it: ${error instanceof Error ? error.message : error}`);
  }
}

/** What was not acknowledged is sent again, as Stripe does, a minute later. */
function deliverAt(
  world: World,
  due: number,
  body: string,
  signature: NonNullable<Step['signature']>,
  tries = 1,
): void {
  world.simulator.at(due, 'delivery', 'webhook of the story', async () => {
    const now = world.simulator.now();
    const { statusCode } = await world.deliver(body, signed(body, signature, now));
    if (statusCode >= 500 && tries < 10) deliverAt(world, now + 60_000 * tries, body, signature, tries + 1);
  });
}

/** Stale is an hour old; Stripe's own tolerance is five minutes. */
function signed(body: string, signature: 'good' | 'bad' | 'stale', now: number): string {
  const at = instant(signature === 'stale' ? now - 3_600_000 : now);
  return signWebhook(body, signature === 'bad' ? 'whsec_of_somebody_else' : webhookSecret, Math.floor(at / 1000));
}
