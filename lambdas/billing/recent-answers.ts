import { before, type Duration, type Instant, latest } from '../kernel/instant.ts';
import type { Clock } from '../kernel/ports.ts';

interface Answer {
  readonly askedAt: Instant;
  readonly value: unknown;
}

/** A warm process may live for hours: it forgets the oldest of more answers than a busy second brings. */
const mostKept = 500;

const askedAt = new WeakMap<object, Instant>();

/** When Stripe was asked for this very object, which may be earlier than now; unknown to a read that nobody remembered. */
export const readAtOf = (read: object, otherwise: Instant): Instant => askedAt.get(read) ?? otherwise;

/**
 * What was asked lately, by when the question was put: an answer is as old as its question. Only answers are kept, never
 * questions under way: nobody waits for a call that may die with its caller.
 */
export class RecentAnswers {
  readonly #clock: Clock;
  readonly #keep: Duration;
  #answers = new Map<string, Answer>();

  constructor(clock: Clock, keep: Duration) {
    this.#clock = clock;
    this.#keep = keep;
  }

  /** Asks now. */
  async ask<T>(key: string, question: () => Promise<T>): Promise<T> {
    const at = this.#clock.now();
    const answers = this.#answers;
    const value = dated(await question(), at);
    // What was forgotten meanwhile stays so: this answer goes to a map nobody asks any more.
    const known = answers.get(key);
    if (!known || known.askedAt <= at) remember(answers, key, { askedAt: at, value });
    return value;
  }

  /** An answer to a question put at `since` or later, from memory if there is one. The key names question and object. */
  async since<T>(since: Instant, key: string, question: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    const oldest = latest(since, before(this.#clock.now(), this.#keep));
    return known && known.askedAt >= oldest ? (known.value as T) : this.ask(key, question);
  }

  forget(): void {
    this.#answers = new Map();
  }
}

/** Deleted first, so that the map's order is by age. */
function remember(answers: Map<string, Answer>, key: string, answer: Answer): void {
  answers.delete(key);
  answers.set(key, answer);
  for (const oldest of answers.keys()) {
    if (answers.size <= mostKept) return;
    answers.delete(oldest);
  }
}

function dated<T>(answer: T, at: Instant): T {
  if (typeof answer === 'object' && answer !== null) askedAt.set(answer, at);
  return answer;
}
