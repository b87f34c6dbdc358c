import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoSender, dynamoRows, type RowCommand } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import type { Rows } from '../../lambdas/kernel/rows.ts';

export interface ReadTable {
  readonly rows: Rows;
  /** Read units used so far, as DynamoDB counts them. */
  used(): number;
}

/** The table for looking at: whatever would write is refused before it leaves, and what reading costs is counted. */
export function readTable(client: DynamoSender, tableName: string): ReadTable {
  let units = 0;
  const send = async (command: RowCommand): Promise<unknown> => {
    if (!(command instanceof GetCommand || command instanceof QueryCommand))
      throw new TypeError('the console only reads here: a write has to go through an act');
    command.input.ReturnConsumedCapacity = 'TOTAL';
    const answer = await client.send(command);
    units += Number(Object(Object(answer).ConsumedCapacity).CapacityUnits ?? 0);
    return answer;
  };
  return { rows: dynamoRows({ send }, tableName), used: () => units };
}
