import { after, type Instant, instant, milliseconds } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';

/** How virtual time goes: only when told to, at a speed, or as the clock on the wall does. */
export type Pace =
  | { readonly kind: 'jump' }
  /** `speed`: virtual seconds in one second. */
  | { readonly kind: 'paced'; readonly speed: number }
  | { readonly kind: 'wall'; readonly why: string };

/** Whatever keeps the world between two processes. */
export interface Keeper {
  save(world: World): void;
}

const tick = 250;
/** A jump is made in pieces, so that a kill in the middle of a long one loses little of it. */
const piece = milliseconds({ hours: 12 });
const savedEvery = 1000;

/** Runs one world for many requests: one thing at a time, stored before anybody is told that it happened. */
export class Host {
  readonly world: World;
  readonly wallNow: () => Instant;
  readonly #keeper: Keeper | undefined;
  #pace: Pace;
  #last: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(world: World, wallNow: () => Instant, options: { keeper?: Keeper | undefined; wall?: string } = {}) {
    this.world = world;
    this.wallNow = wallNow;
    this.#keeper = options.keeper;
    this.#pace = options.wall === undefined ? { kind: 'jump' } : { kind: 'wall', why: options.wall };
    if (options.wall !== undefined) this.#every(() => this.#toWall());
  }

  get pace(): Pace {
    return this.#pace;
  }

  /** Two clicks at once would run the same events twice: the second waits for the first. */
  act<T>(run: () => Promise<T>): Promise<T> {
    const stored = async (): Promise<T> => {
      const result = await run();
      this.#keeper?.save(this.world);
      return result;
    };
    const next = this.#last.then(stored, stored);
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** To be called inside `act`. */
  async jump(until: Instant): Promise<void> {
    let saved = this.wallNow();
    while (this.world.simulator.now() < until) {
      const next = Math.min(until, after(this.world.simulator.now(), { milliseconds: piece }));
      await this.world.runUntil(instant(next));
      if (this.wallNow() - saved < savedEvery) continue;
      this.#keeper?.save(this.world);
      saved = this.wallNow();
    }
    await this.world.runUntil(until);
  }

  /** Wall time brought up to date; in the virtual modes nothing. To be called inside `act`. */
  async catchUp(): Promise<void> {
    if (this.#pace.kind === 'wall') await this.#toWall();
  }

  play(speed: number): void {
    if (this.#pace.kind === 'wall') return;
    this.stop();
    this.#pace = { kind: 'paced', speed };
    const step = { milliseconds: tick * speed };
    this.#every(() => this.jump(after(this.world.simulator.now(), step)));
  }

  pause(): void {
    if (this.#pace.kind === 'wall') return;
    this.stop();
    this.#pace = { kind: 'jump' };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #toWall(): Promise<void> {
    const now = this.wallNow();
    if (now > this.world.simulator.now()) await this.world.runUntil(now);
  }

  /** A tick that comes while the one before still runs is left out. */
  #every(run: () => Promise<void>): void {
    let busy = false;
    this.#timer = setInterval(() => {
      if (busy) return;
      busy = true;
      void this.act(run).finally(() => {
        busy = false;
      });
    }, tick);
  }
}
