import { type Instant, instant, toIso } from '../../lambdas/kernel/instant.ts';
import { type Doing, type EventClass, EventQueue, type Planned } from './event-queue.ts';

/** More events at one instant than any honest world has: something answers itself. */
const mostAtOneInstant = 20_000;

/** Something outside the queue that moves by itself: Stripe's own timers. Asked again after every event. */
export interface Outside {
  next(): { readonly due: number; readonly what: string; run(): void } | undefined;
}

interface Next {
  readonly due: number;
  readonly what: string;
  run(): Promise<void> | void;
}

export interface SimulatorOptions {
  /** Picks among equal dues in a fault run. */
  readonly tie?: () => number;
  readonly outside?: Outside;
}

export interface StoredEvent extends Doing {
  readonly due: number;
  readonly class: EventClass;
  readonly what: string;
}

/** A discrete-event simulator: the clock stands at each event's own due time while it runs, and never between. */
export class Simulator {
  readonly queue: EventQueue;
  readonly #kinds = new Map<string, (payload: never) => Promise<void> | void>();
  readonly #outside: Outside | undefined;
  #now: number;

  constructor(start: Instant, options: SimulatorOptions = {}) {
    this.#now = start;
    this.#outside = options.outside;
    this.queue = new EventQueue(options.tie);
  }

  now(): Instant {
    return instant(this.#now);
  }

  /** An event that lives in this process only: a continuation, a step of a story. */
  at(due: number, kind: EventClass, what: string, run: () => Promise<void> | void): Planned {
    return this.queue.add({ due: Math.max(due, this.#now), class: kind, what, run });
  }

  /** Who handles the stored events of a kind. */
  on<T>(kind: string, handle: (payload: T) => Promise<void> | void): void {
    this.#kinds.set(kind, handle);
  }

  /** An event as data: it survives a restart. */
  plan(due: number, kind: EventClass, what: string, doing: Doing): Planned {
    const run = () => this.#handlerOf(doing.kind)(doing.payload as never);
    return this.queue.add({ due: Math.max(due, this.#now), class: kind, what, doing, run });
  }

  /** Runs everything due up to and including `until`, then sets the clock there. */
  async runUntil(until: Instant): Promise<void> {
    let last = Number.NaN;
    let count = 0;
    for (let next = this.#next(); next && next.due <= until; next = this.#next()) {
      count = next.due === last ? count + 1 : 0;
      last = next.due;
      if (count > mostAtOneInstant) throw new Error(this.#runaway(next));
      this.#now = next.due;
      await next.run();
    }
    this.#now = Math.max(this.#now, until);
  }

  /** Runs the one event that is next. */
  async runOne(): Promise<void> {
    const next = this.#next();
    if (!next) throw new Error('nothing is left to happen, and what was waited for did not');
    this.#now = next.due;
    await next.run();
  }

  /** What happens next and when, inside or outside. */
  next(): { readonly due: Instant; readonly what: string } | undefined {
    const next = this.#next();
    return next && { due: instant(next.due), what: next.what };
  }

  nextDue(): Instant | undefined {
    return this.next()?.due;
  }

  toJSON(): { now: number; plan: StoredEvent[] } {
    const plan = this.queue.pending().flatMap(({ due, class: of, what, doing }) => {
      return doing ? [{ due, class: of, what, ...doing }] : [];
    });
    return { now: this.#now, plan };
  }

  /** Into a simulator that has not begun: the stored events in their old order. */
  restore(stored: { readonly now: number; readonly plan: readonly StoredEvent[] }): Planned[] {
    this.#now = stored.now;
    return stored.plan.map(({ due, class: of, what, kind, payload }) => this.plan(due, of, what, { kind, payload }));
  }

  /** At equal dues the outside's own timers come after the story and before everything of ours. */
  #next(): Next | undefined {
    const next = this.queue.peek();
    const timer = this.#outside?.next();
    if (!timer) return next && { due: next.due, what: next.what, run: () => this.queue.take()?.run() };
    const first = !next || timer.due < next.due || (timer.due === next.due && next.class !== 'story');
    if (first) return { due: Math.max(timer.due, this.#now), what: timer.what, run: () => timer.run() };
    return { due: next.due, what: next.what, run: () => this.queue.take()?.run() };
  }

  #handlerOf(kind: string): (payload: never) => Promise<void> | void {
    const handle = this.#kinds.get(kind);
    if (!handle) throw new Error(`nobody handles events of the kind "${kind}": the stored world is of another version`);
    return handle;
  }

  #runaway(next: Next): string {
    const waiting = this.queue.pending().slice(0, 20);
    const names = [...new Set(waiting.map(({ what }) => what))];
    return `${mostAtOneInstant} events at ${toIso(instant(next.due))} and no end: ${[next.what, ...names].join(', ')}`;
  }
}
