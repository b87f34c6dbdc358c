/**
 * Every function by name: where it starts, how long and how large it may be, what it may touch. A leaf on purpose:
 * infra, the local runtime and the tests read it, and it imports nothing. `receives` is the queue that starts it, `sends`
 * are those it writes to; a touch is both a permission and the environment variables below.
 */
export const functions = {
  'recovery-step': {
    entry: 'entries/recovery-step.ts',
    timeoutSeconds: 30,
    memoryMb: 512,
    touches: ['table', 'stripe', 'bus', 'workflows'],
    sends: ['outbox'],
  },
  'case-attention': {
    entry: 'entries/case-attention.ts',
    timeoutSeconds: 10,
    memoryMb: 256,
    touches: ['table', 'bus'],
    sends: [],
  },
  'billing-events': {
    entry: 'entries/billing-events.ts',
    timeoutSeconds: 10,
    memoryMb: 512,
    touches: ['table', 'stripe', 'bus', 'workflows', 'executions-stop'],
    receives: 'billing-events',
    sends: ['outbox'],
  },
  'stripe-webhook': {
    entry: 'entries/stripe-webhook.ts',
    timeoutSeconds: 10,
    memoryMb: 256,
    touches: ['webhook-secrets'],
    sends: ['billing-events'],
  },
  dispatcher: {
    entry: 'entries/dispatcher.ts',
    timeoutSeconds: 10,
    memoryMb: 512,
    touches: ['table', 'stripe', 'bus', 'mail', 'links'],
    receives: 'outbox',
    sends: ['outbox'],
  },
  sweep: {
    entry: 'entries/sweep.ts',
    timeoutSeconds: 50,
    memoryMb: 512,
    touches: ['table', 'stripe', 'bus', 'workflows', 'executions-read'],
    sends: ['outbox', 'webhooks-out'],
  },
  'card-scan': {
    entry: 'entries/card-scan.ts',
    timeoutSeconds: 300,
    memoryMb: 512,
    touches: ['table', 'stripe', 'bus'],
    sends: ['outbox'],
  },
  reconciler: {
    entry: 'entries/reconciler.ts',
    timeoutSeconds: 290,
    memoryMb: 512,
    touches: ['table', 'stripe', 'bus', 'workflows', 'executions-read', 'executions-stop'],
    sends: ['outbox'],
  },
  'execution-events': {
    entry: 'entries/execution-events.ts',
    timeoutSeconds: 10,
    memoryMb: 256,
    touches: ['table', 'bus'],
    receives: 'execution-events',
    sends: [],
  },
  'mail-events': {
    entry: 'entries/mail-events.ts',
    timeoutSeconds: 10,
    memoryMb: 256,
    touches: ['table'],
    receives: 'mail-events',
    sends: [],
  },
  // A press waits for Stripe and the bank behind it; an HTTP API waits 29 seconds for us.
  pages: {
    entry: 'entries/pages.ts',
    timeoutSeconds: 25,
    memoryMb: 512,
    touches: ['table', 'links', 'stripe', 'bus', 'workflows'],
    sends: ['outbox'],
  },
  app: {
    entry: 'entries/app.ts',
    timeoutSeconds: 10,
    memoryMb: 256,
    touches: ['table', 'links', 'app-keys'],
    sends: [],
  },
  'webhooks-out': {
    entry: 'entries/webhooks-out.ts',
    timeoutSeconds: 20,
    memoryMb: 256,
    touches: ['table', 'bus', 'webhook-keys'],
    receives: 'webhooks-out',
    sends: ['webhooks-out'],
  },
} as const;

export type FunctionName = keyof typeof functions;

/** Environment variables of every function, then those that come with a touch. None holds a secret, only its name. */
export const baseVariables = ['STAGE', 'LIVEMODE'] as const;

export const touchVariables = {
  table: ['TABLE_NAME'],
  stripe: ['STRIPE_KEY_SECRET'],
  bus: ['BUS_NAME'],
  workflows: ['PAYMENT_RECOVERY_ARN'],
  // Starting and answering come with `workflows`; looking at an execution and stopping one are for few.
  'executions-read': [],
  'executions-stop': [],
  mail: [],
  links: ['LINK_KEYS_SECRET', 'BASE_URL'],
  'webhook-secrets': ['WEBHOOK_SECRET'],
  'app-keys': ['APP_KEYS_SECRET'],
  'webhook-keys': ['WEBHOOK_KEYS_SECRET'],
} as const;

export const queueVariables = {
  'billing-events': 'BILLING_EVENTS_QUEUE_URL',
  outbox: 'OUTBOX_QUEUE_URL',
  'execution-events': 'EXECUTION_EVENTS_QUEUE_URL',
  'mail-events': 'MAIL_EVENTS_QUEUE_URL',
  'webhooks-out': 'WEBHOOKS_OUT_QUEUE_URL',
} as const;

export type Touch = keyof typeof touchVariables;
export type VariableName =
  | (typeof baseVariables)[number]
  | (typeof touchVariables)[Touch][number]
  | (typeof queueVariables)[keyof typeof queueVariables];
