import type { Context } from 'hono';
import { TOLERANCE_SECONDS, verifySignature } from '../../lambdas/billing/signature.ts';
import type { HttpResponse } from '../../lambdas/kernel/http.ts';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import { signWebhook } from '../stripe/index.ts';
import { type World, webhookSecret } from '../world/world.ts';
import type { Host } from './host.ts';

/** The endpoint Stripe posts to. */
export async function takeWebhook(c: Context, host: Host): Promise<Response> {
  const answer = await deliver(host, await c.req.text(), c.req.header('stripe-signature') ?? '');
  return new Response(answer.body, { status: answer.statusCode, headers: answer.headers });
}

/**
 * The virtual clock is not the sender's: a signature is accepted when its time fits the wall clock or the virtual one.
 * What was accepted is signed again at the virtual time, so that the deployed handler judges it like any other.
 */
export async function deliver(host: Host, body: string, signature: string): Promise<HttpResponse> {
  const { world } = host;
  await host.catchUp();
  const now = world.simulator.now();
  const fits = host.pace.kind !== 'wall' && [host.wallNow(), now].some((at) => isSigned(body, signature, at));
  if (fits) adopt(world, body);
  const sent = fits ? signWebhook(body, webhookSecret, Math.floor(now / 1000)) : signature;
  const answer = await world.deliver(body, sent);
  await world.runUntil(now);
  return answer;
}

const isSigned = (body: string, header: string, receivedAt: Instant): boolean =>
  verifySignature({
    payload: Buffer.from(body),
    header,
    secrets: [webhookSecret],
    receivedAt,
    toleranceSeconds: TOLERANCE_SECONDS,
  }).kind === 'good';

/** The fake Stripe must know the objects the handlers will ask it for; what is no event is left for the handler to refuse. */
function adopt(world: World, body: string): void {
  try {
    const event: unknown = JSON.parse(body);
    if (isEvent(event) && event.livemode !== true) world.stripe.adopt(event);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}

const isEvent = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'data' in value && 'type' in value;
