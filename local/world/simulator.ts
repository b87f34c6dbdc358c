import { type Instant, instant, toIso } from '../../lambdas/kernel/instant.ts';
import { type EventClass, EventQueue, type Planned } from './event-queue.ts';

/** More events at one instant than any honest world has: something answers itself. */
const mostAtOneInstant = 20_000;

/** A discrete-event simulator: the clock stands at each event's own due time while it runs, and never between. */
export class Simulator {
  readonly queue = new EventQueue();
  #now: number;

  constructor(start: Instant) {
    this.#now = start;
  }

  now(): Instant {
    return instant(this.#now);
  }

  at(due: number, kind: EventClass, what: string, run: () => Promise<void> | void): Planned {
    return this.queue.add(Math.max(due, this.#now), kind, what, run);
  }

  /** Runs everything due up to and including `until`, then sets the clock there. */
  async runUntil(until: Instant): Promise<void> {
    let last = Number.NaN;
    let count = 0;
    for (let next = this.queue.peek(); next && next.due <= until; next = this.queue.peek()) {
      count = next.due === last ? count + 1 : 0;
      last = next.due;
      if (count > mostAtOneInstant) throw new Error(this.#runaway(next));
      this.queue.take();
      this.#now = next.due;
      await next.run();
    }
    this.#now = Math.max(this.#now, until);
  }

  #runaway(next: Planned): string {
    const names = [
      ...new Set(
        this.queue
          .pending()
          .slice(0, 20)
          .map(({ what }) => what),
      ),
    ];
    return `${mostAtOneInstant} events at ${toIso(instant(next.due))} and no end: ${[next.what, ...names].join(', ')}`;
  }
}
