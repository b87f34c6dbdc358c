import type { Instant } from '../../lambdas/kernel/instant.ts';
import type { Outbound, OutboundRequest, Sent } from '../../lambdas/kernel/ports.ts';

export interface SentCall {
  readonly at: Instant;
  readonly request: OutboundRequest;
  readonly sent: Sent;
}

/** Servers of others: every call is kept, and answered by whoever the story put there; nobody else is reached. */
export class Outside implements Outbound {
  readonly calls: SentCall[] = [];
  /** Answers a call; a test or a story puts its own here. */
  answer: (request: OutboundRequest) => Sent | Promise<Sent> = () => ({ kind: 'answered', status: 200, body: '' });
  readonly #now: () => Instant;

  constructor(now: () => Instant, answer?: Outside['answer']) {
    this.#now = now;
    if (answer) this.answer = answer;
  }

  async send(request: OutboundRequest): Promise<Sent> {
    const sent = await this.answer(request);
    this.calls.push({ at: this.#now(), request, sent });
    return sent;
  }
}
