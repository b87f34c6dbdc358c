import { dynamoRows } from '../../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import type { Invoice, Subscription } from '../../../lambdas/billing/model.ts';
import type { Operation } from '../../../lambdas/billing/stripe-budget-rules.ts';
import { type Instant, instant, parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { Billing, Clock } from '../../../lambdas/kernel/ports.ts';
import type { Rows } from '../../../lambdas/kernel/rows.ts';
import { InProcessTable } from '../../../local/dynamodb/in-process-table.ts';

export const start = parseInstant('2026-11-10T15:00:00Z');

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Time that passes only while everybody sleeps: several processes live at once, in an order their latencies decide. */
export class Time implements Clock {
  #now: number = start;
  #sleepers: Sleeper[] = [];

  now(): Instant {
    return instant(this.#now);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ due: this.#now + milliseconds, wake });
    });
  }

  async pass(): Promise<void> {
    for (;;) {
      await new Promise((resume) => setImmediate(resume));
      const next = this.#sleepers.reduce<Sleeper | undefined>(
        (first, one) => (first && first.due <= one.due ? first : one),
        undefined,
      );
      if (!next) return;
      this.#sleepers = this.#sleepers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.due);
      next.wake();
    }
  }
}

/** Repeatable chance. */
export function dice(seed: number): (most: number) => number {
  let state = seed | 1;
  return (most) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % (most + 1);
  };
}

export interface Table {
  readonly rows: Rows;
  /** Conditional writes sent, refused ones too: AWS bills both. */
  writes(): number;
  /** Consistent reads. */
  reads(): number;
}

/** One table for all processes; each call takes its effect after a latency of its own. */
export function tableIn(time: Time, latency: () => number): Table {
  const rows = dynamoRows(new InProcessTable({ name: 't', now: () => time.now() }), 't');
  let writes = 0;
  let reads = 0;
  const slow = async <T>(call: () => Promise<T>): Promise<T> => {
    await time.sleep(latency());
    return call();
  };
  const write = <T>(call: () => Promise<T>): Promise<T> => {
    writes += 1;
    return slow(call);
  };
  return {
    writes: () => writes,
    reads: () => reads,
    rows: {
      ...rows,
      get: (key) => {
        reads += 1;
        return slow(() => rows.get(key));
      },
      put: (item, condition) => write(() => rows.put(item, condition)),
      update: (key, change) => write(() => rows.update(key, change)),
    },
  };
}

export interface Request {
  readonly at: number;
  readonly operation: Operation;
}

/** A Stripe that notes its requests; `answer` may take time or refuse. */
export function notingStripe(
  clock: Clock,
  requests: Request[],
  answer: (operation: Operation, id: string) => Promise<unknown> = async () => ({}),
): Billing {
  const request = async <T>(operation: Operation, id: string): Promise<T> => {
    requests.push({ at: clock.now(), operation });
    return (await answer(operation, id)) as T;
  };
  return {
    invoice: async (id): Promise<Invoice> => {
      const invoice = await request<Invoice>('invoice-get', id);
      await request('intent-get', id);
      return invoice;
    },
    openInvoices: (id) => request('invoice-list', id),
    subscriptionsOf: (id) => request('subscription-list', id),
    subscription: (id): Promise<Subscription> => request('subscription-get', id),
    customer: (id) => request('customer-get', id),
    card: (id) => request('card-get', id),
    cardsOf: (id) => request('card-list', id),
    decline: (id) => request('charge-get', id),
    customerOfCharge: (id) => request('charge-get', id),
    successfulCharges: ({ customer }) => request('charge-list', customer),
    holdCollection: (id) => request('invoice-update', id),
    releaseCollection: (id) => request('invoice-update', id),
    pay: ({ invoice }) => request('invoice-pay', invoice),
    setDefaultCard: (id) => request('subscription-update', id),
    pause: ({ id }) => request('subscription-pause', id),
    resumeCollection: (id) => request('subscription-update', id),
    resume: (id) => request('subscription-resume', id),
    voidInvoice: (id) => request('invoice-void', id),
    creditBalance: (id) => request('balance-create', id),
    cancel: (id) => request('subscription-cancel', id),
    cancelAtPeriodEnd: (id) => request('subscription-update', id),
    setup: (id) => request('setup-get', id),
    setupSession: ({ customer }) => request('checkout-create', customer),
    portalSession: ({ customer }) => request('portal-create', customer),
  };
}

/** The busiest second, wherever it starts. */
export function busiestSecond(instants: readonly number[]): number {
  const sorted = [...instants].sort((one, other) => one - other);
  let most = 0;
  let first = 0;
  for (const [last, at] of sorted.entries()) {
    while ((sorted[first] ?? at) <= at - 1000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
