import { handleWebhook } from '../../lambdas/billing/stripe-webhook.handler.ts';
import type { HttpResponse } from '../../lambdas/kernel/http.ts';
import { type Instant, milliseconds } from '../../lambdas/kernel/instant.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import type { Faults } from '../faults/faults.ts';
import { type StripeEvent, signWebhook } from '../stripe/index.ts';
import { started } from './functions.ts';
import type { Ending, Invocations } from './invocations.ts';
import { webhookSecret } from './names.ts';
import type { Simulator } from './simulator.ts';

export interface Delivered {
  readonly at: Instant;
  /** Empty where the body was no event. */
  readonly event: string;
  readonly type: string;
  readonly status: number;
  readonly answer: string;
}

interface Delivery {
  readonly body: string;
  readonly type: string;
  readonly tries: number;
}

export interface WebhooksOptions {
  readonly simulator: Simulator;
  readonly invocations: Invocations;
  readonly ports: () => Ports;
  readonly faults: () => Faults | undefined;
}

/** Stripe sends what was not acknowledged again for up to three days, each time later; its own intervals are not published (facts §4.3). */
const firstPause = milliseconds({ minutes: 1 });
const longestPause = milliseconds({ hours: 6 });
const mostTries = 18;

const failed: HttpResponse = { statusCode: 500, headers: {}, body: 'no answer' };

/** Stripe's side of the webhook: signed, delayed, repeated until it is acknowledged. */
export class Webhooks {
  readonly delivered: Delivered[] = [];
  /** How long Stripe's webhooks are on their way, while a step of a story sets another delay. */
  delayMs = 0;
  readonly #options: WebhooksOptions;
  readonly #flying = new Map<number, Delivery>();
  #count = 0;

  constructor(options: WebhooksOptions) {
    this.#options = options;
    options.simulator.on('webhook', (delivery: Delivery) => this.#deliver(delivery));
  }

  /** An event has happened at Stripe. */
  send(event: StripeEvent): void {
    const delivery = { body: JSON.stringify(event), type: event.type, tries: 0 };
    const faults = this.#options.faults();
    this.#planIn(this.delayMs + lateness(faults), delivery);
    if (faults?.chance('webhook delivered twice', faults.rates.webhookTwice))
      this.#planIn(this.delayMs + faults.between(0, 3_600_000), delivery);
  }

  /** One request to our endpoint. What it answers is also written down. */
  async post(body: string, signature: string): Promise<HttpResponse> {
    let response: HttpResponse | undefined;
    const request = { headers: { 'stripe-signature': signature }, body };
    const { invocations, simulator, ports } = this.#options;
    await invocations.run(
      started('stripe-webhook'),
      () => handleWebhook(request, ports()),
      (ending) => {
        response = responseOf(ending);
      },
    );
    while (!response) await simulator.runOne();
    this.#write(body, response);
    return response;
  }

  toJSON(): { delayMs: number; delivered: Delivered[]; flying: Delivery[] } {
    return { delayMs: this.delayMs, delivered: this.delivered, flying: [...this.#flying.values()] };
  }

  /** A request that was being answered when the process died got no answer: Stripe sends it again. */
  restore(state: ReturnType<Webhooks['toJSON']>): void {
    this.delayMs = state.delayMs;
    this.delivered.push(...state.delivered);
    for (const delivery of state.flying) this.#again(delivery);
  }

  #planIn(milliseconds: number, delivery: Delivery): void {
    const { simulator } = this.#options;
    const doing = { kind: 'webhook', payload: delivery };
    simulator.plan(simulator.now() + milliseconds, 'delivery', `webhook ${delivery.type}`, doing);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { simulator, invocations, ports } = this.#options;
    this.#count += 1;
    const id = this.#count;
    this.#flying.set(id, delivery);
    const { body } = delivery;
    const signature = signWebhook(body, webhookSecret, Math.floor(simulator.now() / 1000));
    const request = { headers: { 'stripe-signature': signature }, body };
    await invocations.run(
      started('stripe-webhook'),
      () => handleWebhook(request, ports()),
      (ending) => {
        this.#flying.delete(id);
        const response = responseOf(ending);
        this.#write(body, response);
        if (response.statusCode >= 500) this.#again(delivery);
      },
    );
  }

  #again(delivery: Delivery): void {
    const tries = delivery.tries + 1;
    if (tries >= mostTries) return;
    const jitter = this.#options.faults()?.between(0, firstPause) ?? 0;
    this.#planIn(Math.min(firstPause * 4 ** (tries - 1), longestPause) + jitter, { ...delivery, tries });
  }

  #write(body: string, { statusCode: status, body: answer }: HttpResponse): void {
    this.delivered.push({ at: this.#options.simulator.now(), ...namesOf(body), status, answer });
  }
}

const responseOf = (ending: Ending): HttpResponse =>
  ending.kind === 'returned' ? (ending.value as HttpResponse) : failed;

/** Two events of one second arrive either way round, some much later. */
function lateness(faults: Faults | undefined): number {
  if (!faults) return 0;
  const late = faults.chance('webhook late', faults.rates.webhookLate);
  return faults.between(0, late ? 7_200_000 : 2000);
}

/** For people only; a body that is no event is of type `unknown`. */
function namesOf(body: string): { event: string; type: string } {
  try {
    const { id, type }: { id?: unknown; type?: unknown } = Object(JSON.parse(body));
    return { event: String(id ?? ''), type: String(type ?? 'unknown') };
  } catch {
    return { event: '', type: 'unknown' };
  }
}
