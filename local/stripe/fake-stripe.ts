import { type Adoption, adopt } from './adopt.ts';
import { settle } from './collect.ts';
import { handle } from './front-door.ts';
import { earliest } from './lookup.ts';
import { stripeCharges } from './money-acts.ts';
import { Outside } from './outside.ts';
import { end } from './subscriptions.ts';
import type {
  CallRecord,
  ChargeRecord,
  FakeStripeOptions,
  StripeEvent,
  StripeRequest,
  StripeResponse,
} from './types.ts';
import { copy, type Peeked, type State } from './world.ts';

/**
 * Stripe as Holdfast sees it: an API that remembers, and an outside world that acts on it. Everything is synchronous,
 * takes its time from `now`, and gives the same ids and events for the same history.
 */
export class FakeStripe extends Outside {
  /** Keys whose answer is still on its way; not stored, a restart has nothing in flight. */
  readonly inFlight = new Set<string>();

  static restore(options: FakeStripeOptions, json: unknown): FakeStripe {
    const fake = new FakeStripe(options);
    fake.world.load(json);
    return fake;
  }

  toJSON(): unknown {
    return this.world.toJSON();
  }

  /** Every charge attempt of every actor, in order. */
  get charges(): readonly ChargeRecord[] {
    return this.world.state.chargeLog;
  }

  /** Every API request, in order. */
  get calls(): readonly CallRecord[] {
    return this.world.state.callLog;
  }

  handle(request: StripeRequest): StripeResponse {
    return handle(this.world, request, this.inFlight);
  }

  /** A copy of the stored objects of one kind, for reports and checks: `peek('invoices')`. */
  peek<K extends Peeked>(kind: K): (State[K] extends Map<string, infer T> ? T : never)[] {
    return copy([...this.world.state[kind].values()]) as (State[K] extends Map<string, infer T> ? T : never)[];
  }

  /** The next payment in processing that settles; `due` in epoch milliseconds. */
  nextSettlement(): { due: number; intent: string } | undefined {
    const next = earliest([...this.world.state.settlements].map(([id, { due }]) => [id, due] as const));
    return next && { due: next.due, intent: next.id };
  }

  settle(intent: string): void {
    settle(this.world, intent);
  }

  /** Stripe's own next retry of an invoice whose `auto_advance` is on. */
  nextAutomaticAttempt(): { due: number; invoice: string } | undefined {
    const next = earliest([...this.world.state.retries]);
    return next && { due: next.due, invoice: next.id };
  }

  automaticAttempt(invoice: string): ChargeRecord | undefined {
    this.world.state.retries.delete(invoice);
    return stripeCharges(this.world, this.invoice(invoice));
  }

  /** The next subscription that ends because its end was asked for. */
  nextEnding(): { due: number; subscription: string } | undefined {
    const next = earliest([...this.world.state.endings]);
    return next && { due: next.due, subscription: next.id };
  }

  endSubscription(id: string): void {
    end(this.world, this.subscription(id));
  }

  /** Takes in the objects of a recorded or hand-made event of any API version. Emits nothing. */
  adopt(event: StripeEvent | Record<string, unknown>, of: Adoption = {}): void {
    adopt(this.world, event, of);
  }
}
