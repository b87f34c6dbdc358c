import type { Instant } from '../kernel/instant.ts';

/**
 * Counts questions by the clock, since a handler cannot sleep: so many in each second, so many in all. Whoever may not
 * ask leaves it for the next round.
 */
export class Pace {
  /** Questions that were not allowed. */
  refused = 0;
  readonly #perSecond: number;
  #left: number;
  #second = Number.NEGATIVE_INFINITY;
  #asked = 0;

  /** `seconds`: how long the round may last; the cap is what the rate allows in that time. */
  constructor(perSecond: number, seconds: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond * seconds;
  }

  mayAsk(now: Instant): boolean {
    const second = Math.floor(now / 1000);
    // A clock that is set back starts no new second: it would allow twice the rate.
    if (second > this.#second) [this.#second, this.#asked] = [second, 0];
    if (this.#left <= 0 || this.#asked >= this.#perSecond) {
      this.refused += 1;
      return false;
    }
    this.#left -= 1;
    this.#asked += 1;
    return true;
  }
}
