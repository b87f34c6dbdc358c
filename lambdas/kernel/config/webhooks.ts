import * as z from 'zod';
import { httpsUrl, positive, text } from './fields.ts';
import { webhookEventTypes } from './webhook-events.ts';

/**
 * Your own endpoints for what Holdfast did (Standard Webhooks). Default: none. Each event is sent at least once, tried for
 * three days, in no promised order; `webhook-id` is the same at every try.
 */
export const webhooksSchema = z
  .array(
    z.strictObject({
      /** https, a public address, no redirect; `http://localhost` for your own machine only. */
      url: httpsUrl,
      /** Default: all of them, also those a later release adds. */
      events: z.array(z.enum(webhookEventTypes)).default(webhookEventTypes),
      /** The entry of the stage's secret `webhook-keys` that signs; give a third party an entry of its own. */
      secret: text.default('default'),
      /** Told by stages with Stripe in live mode; false: by the others. One file serves all stages, and a test must not lock a real account. */
      livemode: z.boolean().default(true),
      /** Days of nothing but failures, elapsed, after which nothing is sent any more. Five: a long weekend passes first. */
      disableAfterDays: positive.default(5),
    }),
  )
  .default([]);

export type WebhookEndpoint = z.output<typeof webhooksSchema>[number];
