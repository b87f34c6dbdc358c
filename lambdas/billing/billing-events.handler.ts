import * as z from 'zod';
import { defineQueueHandler } from '../kernel/define-queue-handler.ts';
import { BadInput } from '../kernel/failures.ts';
import { readStripeEvent } from './stripe-event.ts';
import { takeInEvent } from './take-in-event.ts';

/** What the webhook puts into the queue after the signature held. */
const delivered = z.strictObject({
  id: z.string(),
  type: z.string(),
  livemode: z.boolean(),
  receivedAt: z.string(),
  body: z.string(),
});

/** What a rule on Stripe's partner bus puts there; AWS has vouched for the sender, and only its own bus can write here. */
const fromEventBridge = z.looseObject({
  source: z.string().startsWith('aws.partner/stripe.com'),
  detail: z.looseObject({}),
});

/** Serves the queue behind the webhook and the partner bus: one Stripe event, whatever the order they arrive in and however often. */
export const billingEvents = defineQueueHandler({
  name: 'billing-events',
  queue: 'billing-events',
  message: z.union([delivered, fromEventBridge]),
  handle: async (message, ports) => {
    const event: unknown = 'detail' in message ? message : JSON.parse(message.body);
    if (readStripeEvent(event).livemode !== ports.stage.livemode)
      throw new BadInput(`event of the other Stripe mode at stage ${ports.stage.name}`);
    await takeInEvent(event, ports);
  },
});
