import { type Instant, instant } from '../../lambdas/kernel/instant.ts';
import { describeWaiting } from '../asl/index.ts';
import type { Planned } from '../world/event-queue.ts';
import type { World } from '../world/world.ts';

export interface Happening {
  readonly due: Instant;
  readonly what: string;
}

/** What moves next, in words. The minute's sweep is machinery: it counts only where nothing else is left. */
export function nextHappening(world: World): Happening | undefined {
  const next = world.simulator.queue.pending().find(({ what }) => what !== 'sweep');
  const first = world.simulator.next();
  if (first === undefined) return undefined;
  if (next === undefined || (first.what !== 'sweep' && first.due < next.due)) {
    return { due: first.due, what: first.what === 'sweep' ? 'the minute’s sweep' : first.what };
  }
  return { due: instant(next.due), what: words(next, world) };
}

function words({ what, doing }: Planned, world: World): string {
  if (doing?.kind === 'renewal') return `the ${what}`;
  if (doing?.kind !== 'timer') return what;
  const { arn }: { arn?: unknown } = Object(doing.payload);
  const execution = world.workflows.executions.get(String(arn));
  const [waiting] = execution ? describeWaiting(execution.frame) : [];
  return waiting === undefined || !execution ? what : `“${waiting.state}” of ${nameOf(execution.input, world)} is over`;
}

function nameOf(input: string, { table }: World): string {
  const { account }: { account?: unknown } = Object(JSON.parse(input));
  return String(table.find({ pk: `A#${String(account)}`, sk: 'ACCOUNT' })?.name ?? account);
}
