import * as z from 'zod';
import { defineQueueHandler } from '../kernel/define-queue-handler.ts';
import { dispatch } from './dispatch.ts';

/** Serves the outbox queue: one message of the outbox, sent, deferred or dropped, each with a reason that can be asked for. */
export const dispatcher = defineQueueHandler({
  name: 'dispatcher',
  queue: 'outbox',
  message: z.strictObject({ account: z.string().min(1), key: z.string().min(1) }),
  handle: ({ account, key }, ports) => dispatch(account, key, ports),
});
