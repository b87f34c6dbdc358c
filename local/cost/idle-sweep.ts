import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { sweep } from '../../lambdas/ops/sweep.ts';
import type { World } from '../world/world.ts';
import type { Heard } from './listen.ts';

/**
 * The calls of one sweep that finds nothing, made for real. The simulator answers a query of an empty partition without a
 * call and plans no sweep where nothing is due, so here the adapter stands on the table itself.
 */
export async function idleSweep(world: World): Promise<Heard[]> {
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
  await sweep({ ...world.ports, rows });
  return calls;
}
