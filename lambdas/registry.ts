/**
 * Every function by name: where it starts, how long and how large it may be, what it may touch. A leaf on purpose:
 * infra, the local runtime and the tests read it, and it imports nothing.
 */
export const functions = {
  'recovery-step': {
    entry: 'recovery/recovery-step.handler.ts',
    timeoutSeconds: 30,
    memoryMb: 512,
    touches: ['table', 'stripe', 'queues', 'bus', 'workflows'],
  },
  'case-attention': {
    entry: 'cases/case-attention.handler.ts',
    timeoutSeconds: 10,
    memoryMb: 256,
    touches: ['table', 'bus'],
  },
  'billing-events': {
    entry: 'billing/billing-events.handler.ts',
    timeoutSeconds: 10,
    memoryMb: 512,
    touches: ['table', 'stripe', 'queues', 'workflows', 'bus'],
  },
  'stripe-webhook': {
    entry: 'billing/stripe-webhook.handler.ts',
    timeoutSeconds: 10,
    memoryMb: 256,
    touches: ['queues', 'secrets'],
  },
  dispatcher: {
    entry: 'messaging/dispatch.handler.ts',
    timeoutSeconds: 10,
    memoryMb: 512,
    touches: ['table', 'stripe', 'mail', 'queues', 'secrets'],
  },
  sweep: {
    entry: 'ops/sweep.handler.ts',
    timeoutSeconds: 50,
    memoryMb: 512,
    touches: ['table', 'queues', 'workflows', 'bus', 'stripe'],
  },
  'execution-events': {
    entry: 'cases/execution-events.handler.ts',
    timeoutSeconds: 10,
    memoryMb: 256,
    touches: ['table', 'bus'],
  },
  'mail-events': {
    entry: 'messaging/mail-events.handler.ts',
    timeoutSeconds: 10,
    memoryMb: 256,
    touches: ['table'],
  },
} as const;

export type FunctionName = keyof typeof functions;
