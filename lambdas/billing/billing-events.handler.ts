import * as z from 'zod';
import { defineQueueHandler } from '../kernel/define-queue-handler.ts';
import { BadInput } from '../kernel/failures.ts';
import { takeInEvent } from './take-in-event.ts';

const message = z.strictObject({
  id: z.string(),
  type: z.string(),
  livemode: z.boolean(),
  receivedAt: z.string(),
  body: z.string(),
});

/** Serves the queue behind the webhook: one Stripe event, whatever the order they arrive in and however often. */
export const billingEvents = defineQueueHandler({
  name: 'billing-events',
  queue: 'billing-events',
  message,
  handle: async ({ body, livemode }, ports) => {
    if (livemode !== ports.stage.livemode)
      throw new BadInput(`event of the other Stripe mode at stage ${ports.stage.name}`);
    await takeInEvent(JSON.parse(body), ports);
  },
});
