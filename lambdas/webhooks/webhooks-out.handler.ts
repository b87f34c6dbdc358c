import * as z from 'zod';
import { defineQueueHandler } from '../kernel/define-queue-handler.ts';
import { parseInstant } from '../kernel/instant.ts';
import { deliver } from './deliver.ts';
import { fanOut } from './fan-out.ts';

/** A domain event as the rule on our bus hands it over. */
const event = z.object({
  'detail-type': z.string(),
  time: z.string(),
  detail: z.looseObject({ id: z.string(), account: z.string() }),
});

/** A delivery that is due. */
const due = z.strictObject({ pk: z.string(), sk: z.string() });

/** Tells the user's own endpoints what happened. */
export const webhooksOut = defineQueueHandler({
  name: 'webhooks-out',
  queue: 'webhooks-out',
  message: z.union([due, event]),
  async handle(message, ports) {
    if ('pk' in message) return deliver(message, ports);
    const { id, account, ...detail } = message.detail;
    return fanOut({ id, account, detail, type: message['detail-type'], at: parseInstant(message.time) }, ports);
  },
});
