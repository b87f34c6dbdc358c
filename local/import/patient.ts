import { Throttled } from '../../lambdas/kernel/failures.ts';
import { after, type Instant, parseInstant } from '../../lambdas/kernel/instant.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';

export type Wait = (until: Instant) => Promise<void>;

/** The lane of an import is the last one: others may take its room for minutes, and somebody who waits longer should know. */
const mostWaits = 600;

/** An import has time: a call that Stripe's budget refuses is made again when the budget says so. Functions must not wait like this. */
export function patientPorts(ports: Ports, wait: Wait): Ports {
  // Answers that may serve again are looked up without waiting, so they are left out: every read is a patient one.
  const { recent: _recent, ...billing } = ports.billing;
  const patience = <T extends object>(port: T): T => patient(port, ports, wait);
  return { ...ports, billing: patience(billing), lists: patience(ports.lists) };
}

const patient = <T extends object>(port: T, { clock }: Pick<Ports, 'clock'>, wait: Wait): T =>
  new Proxy(port, {
    get(target, name, receiver) {
      const own: unknown = Reflect.get(target, name, receiver);
      if (typeof own !== 'function') return own;
      return async (...given: readonly unknown[]) => {
        for (let waits = 0; ; waits += 1) {
          try {
            return await Reflect.apply(own, target, given);
          } catch (error) {
            if (!(error instanceof Throttled) || waits >= mostWaits) throw error;
            await wait(retryAt(error) ?? after(clock.now(), { seconds: 1 }));
          }
        }
      };
    },
  });

function retryAt({ facts }: Throttled): Instant | undefined {
  return typeof facts.retryAt === 'string' ? parseInstant(facts.retryAt) : undefined;
}
