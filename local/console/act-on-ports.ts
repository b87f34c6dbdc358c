import type { Ports } from '../../lambdas/kernel/ports.ts';
import { carryOutCommand, whereItStands } from '../ops/run.ts';
import type { Act } from './acts.ts';

/** Through the functions `npm run ops` uses: the same act leaves the same rows wherever it is asked for. */
export async function performOn(act: Act, ports: Ports, second?: () => Promise<void>): Promise<readonly string[]> {
  const { lines } = await carryOutCommand(act, ports, second);
  return [...lines, ...(await whereItStands(act, ports))];
}
