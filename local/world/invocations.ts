import { AsyncLocalStorage } from 'node:async_hooks';
import type { Faults, Target } from '../faults/faults.ts';
import type { Planned } from './event-queue.ts';
import type { Call } from './options.ts';
import type { Simulator } from './simulator.ts';

export type Ending =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'killed'; readonly why: 'timeout' | 'crash' };

export interface Started {
  readonly function: string;
  /** Only what a Lambda is limited by has one. */
  readonly timeoutSeconds?: number;
}

interface Live extends Started {
  readonly id: number;
  /** What becomes of it; runs before anything else does. */
  readonly ended: (ending: Ending) => Promise<void> | void;
  over: boolean;
  /** Calls that have no answer yet. */
  open: number;
  /** Calls of its own that took effect: what happened beside them was a race. */
  effects: number;
  timeout?: Planned;
  stopped: (error?: unknown) => void;
}

export interface NewCall {
  readonly target: Target;
  readonly operation: string;
  readonly input: unknown;
  /** Told when the answer would be back, also when nobody is left to take it. */
  readonly landed?: () => void;
}

export interface InvocationsOptions {
  readonly simulator: Simulator;
  readonly faults: () => Faults | undefined;
  readonly watch: ((call: Call) => void) | undefined;
  readonly checkpoint: (() => void) | undefined;
}

const microtasksDone = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Everything that runs, and what it asks of the world. Without faults a call takes no time and is made at once. With
 * faults a call is two events (it takes effect; its answer is back), so several invocations live at once; the driver
 * resumes one of them at a time, and one that is killed is never resumed.
 */
export class Invocations {
  readonly #options: InvocationsOptions;
  readonly #current = new AsyncLocalStorage<Live>();
  #count = 0;
  #effects = 0;

  constructor(options: InvocationsOptions) {
    this.#options = options;
  }

  /** Starts a piece of work and comes back when it asks the world for something or is over. */
  async run(started: Started, work: () => Promise<unknown>, ended: Live['ended']): Promise<void> {
    this.#count += 1;
    const live: Live = { ...started, id: this.#count, ended, over: false, open: 0, effects: 0, stopped: () => {} };
    const stop = nextStop(live);
    this.#options.checkpoint?.();
    this.#limit(live);
    this.#current.run(live, work).then(
      (value) => this.#end(live, { kind: 'returned', value }),
      (error: unknown) => this.#end(live, { kind: 'failed', error }),
    );
    await stop;
  }

  /** One call at a client. Its answer, its refusal, or silence for ever when the caller is killed meanwhile. */
  async call<T>(call: NewCall, run: () => Promise<T>): Promise<T> {
    const [live, faults] = [this.#current.getStore(), this.#options.faults()];
    if (live && faults?.interleaves) return this.#travel(live, faults, call, run);
    faults?.strike(call.target, 'before');
    const answer = await this.#takeEffect(live, call, run);
    call.landed?.();
    faults?.strike(call.target, 'after');
    return answer;
  }

  #limit(live: Live): void {
    if (!this.#options.faults()?.interleaves || live.timeoutSeconds === undefined) return;
    const due = this.#options.simulator.now() + live.timeoutSeconds * 1000;
    live.timeout = this.#options.simulator.at(due, 'timer', `${live.function} times out`, () => {
      this.#options.faults()?.count(`killed by its timeout: ${live.function}`);
      return this.#end(live, { kind: 'killed', why: 'timeout' });
    });
  }

  async #end(live: Live, ending: Ending): Promise<void> {
    if (live.over) return;
    live.over = true;
    if (live.timeout) live.timeout.cancelled = true;
    try {
      await live.ended(ending);
      live.stopped();
    } catch (error) {
      live.stopped(error);
    }
  }

  #travel<T>(live: Live, faults: Faults, call: NewCall, run: () => Promise<T>): Promise<T> {
    const { simulator } = this.#options;
    const answered = new Promise<T>((resolve, reject) => {
      live.open += 1;
      const back = (settle: () => void) => this.#back(live, faults, call, settle);
      simulator.at(simulator.now() + faults.latency(call.target), 'callback', call.operation, async () => {
        // What a dead caller had sent may still arrive, seconds after its death.
        if (live.over && faults.random() < 0.5) return;
        if (!live.over && canCrash(live) && faults.crashes(live.function, 'before'))
          return this.#end(live, { kind: 'killed', why: 'crash' });
        const refused = faults.struck(call.target, 'before');
        if (refused) return back(() => reject(refused));
        try {
          const answer = await this.#takeEffect(live, call, run);
          const lost = faults.struck(call.target, 'after');
          back(() => (lost ? reject(lost) : resolve(answer)));
        } catch (error) {
          back(() => reject(error));
        }
      });
    });
    live.stopped();
    return answered;
  }

  /** The answer's way home; a race is counted where others' calls took effect since this one did. */
  #back(live: Live, faults: Faults, call: NewCall, settle: () => void): void {
    const { simulator } = this.#options;
    const others = this.#effects - live.effects;
    simulator.at(simulator.now() + faults.latency(call.target), 'callback', `${call.operation} answered`, async () => {
      call.landed?.();
      if (live.over) return;
      if (canCrash(live) && faults.crashes(live.function, 'after'))
        return this.#end(live, { kind: 'killed', why: 'crash' });
      if (this.#effects - live.effects > others) faults.count(`preempted: ${live.function} at ${call.target}`);
      await this.#resume(live, settle);
    });
  }

  /** With a second call still out the work may have nothing to do yet, and then only the empty microtask queue says so. */
  async #resume(live: Live, settle: () => void): Promise<void> {
    live.open -= 1;
    const stop = nextStop(live);
    settle();
    await (live.open > 0 ? Promise.race([stop, microtasksDone()]) : stop);
  }

  async #takeEffect<T>(live: Live | undefined, call: NewCall, run: () => Promise<T>): Promise<T> {
    const answer = await run();
    this.#effects += 1;
    if (live) live.effects += 1;
    const { target, operation, input } = call;
    const invocation = live && { id: live.id, function: live.function };
    const at = this.#options.simulator.now();
    this.#options.watch?.({ at, target, operation, input, answer, ...(invocation ? { invocation } : {}) });
    return answer;
  }
}

/** Step Functions itself has no process of ours that could die. */
const canCrash = (live: Live): boolean => live.timeoutSeconds !== undefined;

function nextStop(live: Live): Promise<void> {
  return new Promise((resolve, reject) => {
    live.stopped = (error) => (error === undefined ? resolve() : reject(error));
  });
}
