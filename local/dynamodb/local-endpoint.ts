import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoClient } from '../../lambdas/adapters/dynamodb/client.ts';
import { createTableInput } from './table-schema.ts';

/** Any key pair does: the endpoint is on this machine. */
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const POLL_MS = 20;

/** A document client of an endpoint on this machine. */
export const localClient = (endpoint: string): DynamoDBDocumentClient =>
  createDynamoClient({ endpoint, region: 'local', credentials });

/** Creates our table unless it is there (kept on disk from the last time), and waits until it can be used. */
export async function ensureTable(client: DynamoDBDocumentClient, tableName: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(createTableInput(tableName)));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
  }
  while (!(await isActive(client, tableName))) await pause(POLL_MS);
}

async function isActive(client: DynamoDBDocumentClient, tableName: string): Promise<boolean> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  return (
    Table?.TableStatus === 'ACTIVE' &&
    (Table.GlobalSecondaryIndexes ?? []).every(({ IndexStatus }) => IndexStatus === 'ACTIVE')
  );
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
