import { PermanentFailure } from '../kernel/failures.ts';
import type { Ports, Stage } from '../kernel/ports.ts';
import { variable } from './environment.ts';

export const stage = (): Stage => ({ name: variable('STAGE'), livemode: variable('LIVEMODE') === 'true' });

export type Parts = Partial<Omit<Ports, 'clock' | 'log' | 'stage'>>;

const names = [
  'rows',
  'billing',
  'lists',
  'workflows',
  'queues',
  'mail',
  'links',
  'appTokens',
  'outbound',
  'signingKeys',
  'bus',
  'secrets',
  'policies',
] as const;

/** A port this function was not given: using it is a mistake in the entry or the registry, and says so. */
const absent = (name: string): object =>
  new Proxy(
    {},
    {
      get: () => () => {
        throw new PermanentFailure(`this function has no port "${name}": give it one in its entry and in the registry`);
      },
    },
  );

/** The cast is the one place where a function's part of the ports stands for all of them. */
export const complete = (base: Pick<Ports, 'clock' | 'log' | 'stage'>, parts: Parts): Ports =>
  ({ ...Object.fromEntries(names.map((name) => [name, absent(name)])), ...base, ...parts }) as Ports;
