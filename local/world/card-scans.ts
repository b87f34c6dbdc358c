import { expiryLane } from '../../lambdas/cards/expiry-due.ts';
import { parseInstant } from '../../lambdas/kernel/instant.ts';
import { handlers, started } from './functions.ts';
import type { SweepsOptions } from './sweeps.ts';

const day = 86_400_000;

/** 06:00 UTC, as in AWS (infra/constructs/schedules.ts). */
const scanHour = 6 * 3_600_000;

export const isScanned = (partition: string): boolean => partition.startsWith(`${expiryLane}#`);

/** EventBridge's daily schedule without the idle days: a scan is planned only where a card is to be looked at. */
export class CardScans {
  readonly #options: SweepsOptions;
  readonly #planned = new Set<number>();

  constructor(options: SweepsOptions) {
    this.#options = options;
    options.simulator.on('card-scan', (tick: number) => this.#scan(tick));
  }

  /** The card stands in the due index under this key. */
  expect(dueSk: unknown): void {
    if (typeof dueSk === 'string') this.#planBy(parseInstant(dueSk.slice(0, 24)));
  }

  restore(ticks: readonly number[]): void {
    for (const tick of ticks) this.#planned.add(tick);
  }

  #planBy(wanted: number): void {
    const { simulator } = this.#options;
    const tick = Math.ceil((Math.max(wanted, simulator.now()) - scanHour) / day) * day + scanHour;
    if (this.#planned.has(tick)) return;
    this.#planned.add(tick);
    simulator.plan(tick, 'timer', 'card-scan', { kind: 'card-scan', payload: tick });
  }

  async #scan(tick: number): Promise<void> {
    this.#planned.delete(tick);
    const { invocations, ports, earliestDue } = this.#options;
    const scan = handlers['card-scan']?.lambda(ports());
    await invocations.run(
      started('card-scan'),
      async () => scan?.({}, {}),
      () => {
        const earliest = earliestDue();
        // What is due and still stands there is tomorrow's work, not a loop.
        if (earliest !== undefined) this.#planBy(Math.max(parseInstant(earliest.slice(0, 24)), tick + 1));
      },
    );
  }
}
