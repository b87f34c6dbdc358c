import { defineHttpHandler, jsonAnswer } from '../kernel/define-http-handler.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import type { Ports } from '../kernel/ports.ts';
import { judgeWebhook } from './judge-webhook.ts';
import { cleanSecrets } from './signature.ts';

export interface WebhookPorts extends Pick<Ports, 'clock' | 'secrets' | 'log'> {
  readonly queues: Pick<Ports['queues'], 'send'>;
  readonly stage: Pick<Ports['stage'], 'livemode'>;
}

/** Answers 200 only after the queue has the event: when it has not, this throws, and Stripe's retries are the outer queue. */
export async function handleWebhook(request: HttpRequest, ports: WebhookPorts): Promise<HttpResponse> {
  const verdict = judgeWebhook({
    payload: Buffer.from(request.body ?? '', request.isBase64Encoded === true ? 'base64' : 'utf8'),
    signature: request.headers['stripe-signature'],
    secrets: cleanSecrets(await ports.secrets.stripeWebhookSecrets()),
    receivedAt: ports.clock.now(),
    livemode: ports.stage.livemode,
  });
  if (verdict.kind === 'refused') {
    ports.log.warn('webhook refused', { status: verdict.status, why: verdict.why, count: 1 });
    return jsonAnswer(verdict.status, { error: verdict.why });
  }
  const { id, type } = verdict.event;
  if (verdict.kind === 'ignored') {
    ports.log.info('webhook ignored', { event: id, type, why: verdict.why, count: 1 });
    return jsonAnswer(200, { ignored: verdict.why });
  }
  await ports.queues.send('billing-events', verdict.message);
  ports.log.info('webhook queued', { event: id, type, count: 1 });
  return jsonAnswer(200, { queued: true });
}

export const stripeWebhook = defineHttpHandler({ name: 'stripe-webhook', handle: handleWebhook });
