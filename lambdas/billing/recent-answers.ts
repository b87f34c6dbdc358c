import { before, type Duration, type Instant, latest } from '../kernel/instant.ts';
import type { Clock } from '../kernel/ports.ts';

interface Answer {
  readonly askedAt: Instant;
  readonly value: Promise<unknown>;
}

/** A warm process may live for hours: it forgets the oldest of more answers than a busy second brings. */
const mostKept = 500;

const askedAt = new WeakMap<object, Instant>();

/** When Stripe was asked for this very object, which may be earlier than now; unknown to a read that nobody remembered. */
export const readAtOf = (read: object, otherwise: Instant): Instant => askedAt.get(read) ?? otherwise;

/** What was asked lately, by when the question was put: an answer is as old as its question. */
export class RecentAnswers {
  readonly #clock: Clock;
  readonly #keep: Duration;
  readonly #answers = new Map<string, Answer>();

  constructor(clock: Clock, keep: Duration) {
    this.#clock = clock;
    this.#keep = keep;
  }

  /** Asks now. A failed answer is nobody else's. */
  ask<T>(key: string, question: () => Promise<T>): Promise<T> {
    const at = this.#clock.now();
    const value = question().then((answer) => dated(answer, at));
    // Deleted first, so that the map's order is by age.
    this.#answers.delete(key);
    this.#answers.set(key, { askedAt: at, value });
    value.catch(() => this.#drop(key, value));
    this.#forgetOldest();
    return value;
  }

  /** An answer to a question put at `since` or later, from memory if there is one. The key names question and object. */
  since<T>(since: Instant, key: string, question: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    const oldest = latest(since, before(this.#clock.now(), this.#keep));
    return known && known.askedAt >= oldest ? (known.value as Promise<T>) : this.ask(key, question);
  }

  forget(): void {
    this.#answers.clear();
  }

  #drop(key: string, value: Promise<unknown>): void {
    if (this.#answers.get(key)?.value === value) this.#answers.delete(key);
  }

  #forgetOldest(): void {
    for (const key of this.#answers.keys()) {
      if (this.#answers.size <= mostKept) return;
      this.#answers.delete(key);
    }
  }
}

function dated<T>(answer: T, at: Instant): T {
  if (typeof answer === 'object' && answer !== null) askedAt.set(answer, at);
  return answer;
}
