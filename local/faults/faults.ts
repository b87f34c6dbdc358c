import { sha256 } from '../../lambdas/kernel/ids.ts';

export type Target = 'store' | 'stripe' | 'ses' | 'workflows' | 'queues';

/** `before`: nothing happened. `after`: the effect happened and its answer was lost, which is also how a crash between two writes looks. */
export type Moment = 'before' | 'after';

/** Seeded, so that a life that went wrong can be lived again. */
export class Faults {
  readonly counts = new Map<string, number>();
  readonly #rate: number;
  #state: number;

  constructor(seed: string, rate: number) {
    this.#state = Number.parseInt(sha256(seed).slice(0, 8), 16) | 1;
    this.#rate = rate;
  }

  /** xorshift32: small, fast, the same everywhere. */
  random(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 2 ** 32;
  }

  strikes(target: Target, moment: Moment): boolean {
    if (this.random() >= this.#rate) return false;
    this.count(`${target} ${moment}`);
    return true;
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

/** A client whose calls fail now and then, before or after they took effect. */
export async function struck<T>(faults: Faults | undefined, target: Target, call: () => Promise<T>): Promise<T> {
  if (faults?.strikes(target, 'before')) throw new Fault('ThrottlingException');
  const answer = await call();
  if (faults?.strikes(target, 'after')) throw new Fault('TimeoutError');
  return answer;
}
