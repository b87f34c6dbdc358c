import { parseInstant } from '../../lambdas/kernel/instant.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { handlers, started } from './functions.ts';
import type { Invocations } from './invocations.ts';
import type { Simulator } from './simulator.ts';

const minute = 60_000;

export interface SweepsOptions {
  readonly simulator: Simulator;
  readonly invocations: Invocations;
  readonly ports: () => Ports;
  /** The smallest key of the due index. */
  readonly earliestDue: () => string | undefined;
}

/** EventBridge's one-minute schedule without the idle ticks: a sweep is planned only where the due index has something. */
export class Sweeps {
  readonly #options: SweepsOptions;
  readonly #planned = new Set<number>();

  constructor(options: SweepsOptions) {
    this.#options = options;
    options.simulator.on('sweep', (tick: number) => this.#sweep(tick));
  }

  /** The row now stands in the due index under this key, or in none. */
  expect(dueSk: unknown): void {
    if (hasInstant(dueSk)) this.#planBy(parseInstant(dueSk.slice(0, 24)) - minute);
  }

  restore(ticks: readonly number[]): void {
    for (const tick of ticks) this.#planned.add(tick);
  }

  #planBy(wanted: number): void {
    const { simulator } = this.#options;
    const tick = Math.ceil(Math.max(wanted, simulator.now()) / minute) * minute;
    if (this.#planned.has(tick)) return;
    this.#planned.add(tick);
    simulator.plan(tick, 'timer', 'sweep', { kind: 'sweep', payload: tick });
  }

  async #sweep(tick: number): Promise<void> {
    this.#planned.delete(tick);
    const { invocations, ports } = this.#options;
    const sweep = handlers.sweep?.lambda(ports());
    await invocations.run(
      started('sweep'),
      async () => sweep?.({}, {}),
      () => this.#planNext(tick),
    );
  }

  /** What is due already and still stands there is looked at again two minutes later, not in a loop. */
  #planNext(tick: number): void {
    const earliest = this.#options.earliestDue();
    if (!hasInstant(earliest)) return;
    const soon = parseInstant(earliest.slice(0, 24)) <= this.#options.simulator.now() + minute;
    if (soon) this.#planBy(tick + minute);
    else this.expect(earliest);
  }
}

/** What was told as overdue stands behind all instants, for people only. */
const hasInstant = (dueSk: unknown): dueSk is string => typeof dueSk === 'string' && /^\d{4}-/.test(dueSk);
