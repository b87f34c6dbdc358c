import * as z from 'zod';
import { defineQueueHandler } from '../kernel/define-queue-handler.ts';
import { flag } from '../ops/sweep.ts';
import { executionOf } from './case.ts';
import { loadCase } from './load-case.ts';

const detail = z.object({
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  input: z.string(),
});

const input = z.object({ account: z.string(), case: z.string(), run: z.number().int() });

/**
 * Serves Step Functions' status events, which are best effort: a fast path for what the sweep finds anyway. An event of
 * another run says nothing about this one, whoever holds the slot now.
 */
export const executionEvents = defineQueueHandler({
  name: 'execution-events',
  queue: 'execution-events',
  message: z.object({ detail }),
  handle: async ({ detail: event }, ports) => {
    if (event.status === 'RUNNING') return;
    const { account, case: sort, run } = input.parse(JSON.parse(event.input));
    const row = await loadCase(ports.rows, account, sort);
    if (!row || row.run !== run || row.status === 'closed' || executionOf(row) !== event.name) return;
    await flag(row, `its execution is ${event.status}`, ports);
  },
});
