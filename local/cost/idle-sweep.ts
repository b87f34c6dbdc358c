import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { sweep } from '../../lambdas/ops/sweep.ts';
import type { LogLine, World } from '../world/world.ts';
import type { Heard } from './listen.ts';

export interface IdleSweep {
  readonly calls: readonly Heard[];
  readonly lines: readonly LogLine[];
}

/**
 * The calls of one sweep that finds nothing, made for real. The simulator answers a query of an empty partition without a
 * call and plans no sweep where nothing is due, so here the adapter stands on the table itself.
 */
export async function idleSweep(world: World): Promise<IdleSweep> {
  const calls: Heard[] = [];
  const rows = dynamoRows(
    {
      send: async (command) => {
        const answer = await world.table.send(command);
        calls.push({
          target: 'store',
          operation: command.constructor.name,
          input: { ...command.input },
          answer: { ...answer },
        });
        return answer;
      },
    },
    'holdfast',
  );
  // The first one notes which configuration it has seen; every later one of an idle hour is like the second.
  await sweep({ ...world.ports, rows });
  calls.length = 0;
  const from = world.logs.length;
  await sweep({ ...world.ports, rows });
  return { calls, lines: world.logs.slice(from) };
}
