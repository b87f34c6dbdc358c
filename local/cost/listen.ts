import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../../lambdas/kernel/rows.ts';
import type { Values } from '../dynamodb/values.ts';
import type { Target } from '../faults/faults.ts';
import type { LogLine, World } from '../world/world.ts';

/** One call at a client, whether it was answered or refused. */
export interface Heard {
  readonly target: Target;
  readonly operation: string;
  readonly input: Values;
  readonly answer?: Values;
  readonly error?: string;
  /** The item a write was for, before and after it. */
  readonly before?: Values | undefined;
  readonly after?: Values | undefined;
}

/** One piece of work from its start to its end. */
export interface Ran {
  readonly function: string;
  readonly calls: readonly Heard[];
  readonly lines: readonly LogLine[];
}

const writes = /^(Put|Update|Delete)Command$|dynamodb:(put|update|delete)Item$/;

/**
 * Tells every piece of work of a world without faults, when it is over: there nothing runs beside anything else. It stands
 * between the world and its invocations, because what a refused write cost is told to nobody else.
 */
export function listen(world: World, ended: (ran: Ran) => void): void {
  const { invocations } = world;
  const [run, call] = [invocations.run.bind(invocations), invocations.call.bind(invocations)];
  let calls: Heard[] = [];
  invocations.run = (started, work, after) => {
    calls = [];
    const from = world.logs.length;
    return run(started, work, (ending) => {
      ended({ function: started.function, calls, lines: world.logs.slice(from) });
      return after(ending);
    });
  };
  invocations.call = async (made, work) => {
    const key = made.target === 'store' && writes.test(made.operation) ? keyOf(made.input) : undefined;
    const before = key && (await itemAt(world, key));
    const heard = { target: made.target, operation: made.operation, input: Object(made.input) as Values, before };
    try {
      const answer = await call(made, work);
      calls.push({ ...heard, answer: Object(answer), after: key && (await itemAt(world, key)) });
      return answer;
    } catch (error) {
      calls.push({ ...heard, error: error instanceof Error ? error.name : 'Error' });
      throw error;
    }
  };
}

/** Document form from the adapters, wire form from the machine. */
function keyOf(input: unknown): Key {
  const { Key, Item } = Object(input);
  const { pk, sk } = Object(Key ?? Item);
  return { pk: String(pk?.S ?? pk), sk: String(sk?.S ?? sk) };
}

async function itemAt(world: World, key: Key): Promise<Values | undefined> {
  const { Item } = Object(await world.table.send(new GetCommand({ TableName: 'holdfast', Key: { ...key } })));
  return Item;
}
