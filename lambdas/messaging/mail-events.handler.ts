import * as z from 'zod';
import { defineQueueHandler } from '../kernel/define-queue-handler.ts';
import { takeInMailEvent } from './take-in-mail-event.ts';

const tags = z.record(z.string(), z.array(z.string()));

export const mailEvent = z.object({
  eventType: z.string(),
  mail: z.object({ messageId: z.string(), destination: z.array(z.string()).default([]), tags: tags.default({}) }),
  bounce: z.object({ bounceType: z.string() }).optional(),
});

/** SES publishes through SNS, which wraps the event as text. */
const message = z.union([
  mailEvent,
  z
    .object({ Type: z.literal('Notification'), Message: z.string() })
    .transform(({ Message }) => mailEvent.parse(JSON.parse(Message))),
]);

/** Serves SES event publishing: what really became of a mail, and who must not be written to again. */
export const mailEvents = defineQueueHandler({
  name: 'mail-events',
  queue: 'mail-events',
  message,
  handle: (event, ports) => takeInMailEvent(event, ports),
});
