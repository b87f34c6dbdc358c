import { performOn } from '../console/act-on-ports.ts';
import type { Act, Acts } from '../console/acts.ts';
import type { Host } from './host.ts';

/** A person acts on the world of this process: one thing at a time, and it runs on at the same instant. */
export function localActs(host: Host, who: string): Acts {
  const { world } = host;
  const now = async (act: Act): Promise<readonly string[]> => {
    await host.catchUp();
    const lines = await performOn(act, world.ports);
    await world.runUntil(world.simulator.now());
    return lines;
  };
  return { who, perform: (act) => host.act(() => now(act)) };
}
