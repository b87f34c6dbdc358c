import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` header of a payload, as `stripe.webhooks.constructEvent` verifies it. */
export function signWebhook(payload: string, secret: string, timestampSeconds: number): string {
  const signature = createHmac('sha256', secret).update(`${timestampSeconds}.${payload}`, 'utf8').digest('hex');
  return `t=${timestampSeconds},v1=${signature}`;
}
