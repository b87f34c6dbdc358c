import { stripeWebhook } from '../billing/stripe-webhook.handler.ts';
import { queues } from '../compose/queues.ts';
import { webhookSecrets } from '../compose/secrets.ts';
import { serve } from '../compose/serve.ts';

export const handler = serve(stripeWebhook, () => ({ ...queues(), ...webhookSecrets() }));
