import { sha256 } from '../../lambdas/kernel/ids.ts';

export type Target = 'store' | 'stripe' | 'ses' | 'workflows' | 'queues' | 'bus' | 'links' | 'outside';

/** `before`: nothing happened. `after`: the effect happened and its answer was lost. */
export type Moment = 'before' | 'after';

/** Probabilities per call, or per message where the name says so. */
export interface FaultRates {
  readonly refused: number;
  readonly lost: number;
  readonly crash: number;
  /** A call that takes 1 to 20 seconds, longer than some functions live. */
  readonly slow: number;
  readonly indexLag: number;
  readonly messageTwice: number;
  readonly statusLost: number;
  readonly webhookTwice: number;
  readonly webhookLate: number;
}

/** Calls take time and nothing else happens to them. */
export const calm: FaultRates = {
  refused: 0,
  lost: 0,
  crash: 0,
  slow: 0,
  indexLag: 0,
  messageTwice: 0,
  statusLost: 0,
  webhookTwice: 0,
  webhookLate: 0,
};

export const ratesAt = (rate: number): FaultRates => ({
  refused: rate,
  lost: rate,
  crash: rate / 2,
  slow: rate / 2,
  indexLag: Math.min(1, 20 * rate),
  messageTwice: Math.min(1, 5 * rate),
  statusLost: Math.min(1, 10 * rate),
  webhookTwice: Math.min(1, 10 * rate),
  webhookLate: Math.min(1, 5 * rate),
});

/** Seeded, so that a life that went wrong can be lived again. */
export class Faults {
  readonly counts = new Map<string, number>();
  readonly rates: FaultRates;
  /** Calls take time and cross each other; off, they fail but take none. */
  readonly interleaves: boolean;
  #state: number;

  constructor(seed: string, rates: number | FaultRates, options: { readonly interleaves?: boolean } = {}) {
    this.#state = Number.parseInt(sha256(seed).slice(0, 8), 16) | 1;
    this.rates = typeof rates === 'number' ? ratesAt(rates) : rates;
    this.interleaves = options.interleaves ?? true;
  }

  /** xorshift32: small, fast, the same everywhere. */
  random(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 2 ** 32;
  }

  chance(what: string, probability: number): boolean {
    if (this.random() >= probability) return false;
    this.count(what);
    return true;
  }

  between(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low));
  }

  /** The error a call meets at this moment, if any. */
  struck(target: Target, moment: Moment): Error | undefined {
    const rate = moment === 'before' ? this.rates.refused : this.rates.lost;
    if (!this.chance(`${target} ${moment === 'before' ? 'refused' : 'answer lost'}`, rate)) return undefined;
    return new Fault(moment === 'before' ? 'ThrottlingException' : 'TimeoutError');
  }

  /** @throws the error a call meets at this moment, if any */
  strike(target: Target, moment: Moment): void {
    const fault = this.struck(target, moment);
    if (fault) throw fault;
  }

  crashes(who: string, moment: Moment): boolean {
    return this.chance(`crash ${moment} a call: ${who}`, this.rates.crash);
  }

  /** One way, in milliseconds. */
  latency(target: Target): number {
    if (this.chance(`slow ${target}`, this.rates.slow)) return this.between(1000, 20_000);
    return this.random() < 0.9 ? this.between(1, 40) : this.between(40, 800);
  }

  /** How long the indexes hide a write, in milliseconds. */
  indexLag(): number {
    return this.chance('index lag', this.rates.indexLag) ? this.between(1, 30_000) : 0;
  }

  /** Which of these never struck: a run without them has shown nothing about them. */
  missing(names: readonly string[]): string[] {
    return names.filter((name) => !this.counts.get(name));
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

class Fault extends Error {
  constructor(name: string) {
    super('injected fault');
    this.name = name;
  }
}
