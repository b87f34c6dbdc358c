import type { Server } from 'node:http';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { toAttributes } from '../../lambdas/adapters/dynamodb/attribute-values.ts';
import { ensureTable, localClient } from './local-endpoint.ts';

export interface LocalDynamo {
  /** Answers document commands and raw ones. */
  readonly client: { send(command: never): Promise<unknown> };
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface DynaliteOptions {
  readonly tableName: string;
  /** Folder that keeps the rows between runs; in memory without it. */
  readonly path?: string;
  /** Default: any free one. */
  readonly port?: number;
}

/** Starts DynamoDB's HTTP interface in this process, with our table in it. */
export async function startDynalite({ tableName, path, port = 0 }: DynaliteOptions): Promise<LocalDynamo> {
  const server = dynalite({ createTableMs: 0, ...(path !== undefined && { path }) });
  const endpoint = await listen(server, port);
  const client = localClient(endpoint);
  await ensureTable(client, tableName);
  return {
    client: { send: (command: Command) => sendToDynalite(client, command) },
    endpoint,
    close: () => {
      client.destroy();
      return new Promise((resolve, reject) =>
        server.close((error) => (error === undefined || error === null ? resolve() : reject(error))),
      );
    },
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`);
    });
  });
}

type Command = Parameters<DynamoDBDocumentClient['send']>[0] & { readonly input: Refusable };

interface Refusable {
  readonly TableName?: string;
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly Item?: Readonly<Record<string, unknown>>;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

/**
 * dynalite 4 does not know ReturnValuesOnConditionCheckFailure, so the item of a refusal is read after it. Another
 * writer may get in between; only here, and the answer is then newer than the refusal, never older.
 */
async function sendToDynalite(client: DynamoDBDocumentClient, command: Command): Promise<unknown> {
  try {
    return await client.send(command);
  } catch (error) {
    if (isRefusal(error) && command.input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD') {
      const item = await readAfterRefusal(client, command);
      if (item !== undefined) error.Item = item;
    }
    throw error;
  }
}

const isRefusal = (error: unknown): error is Error & { Item?: unknown } =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

async function readAfterRefusal(client: DynamoDBDocumentClient, command: Command): Promise<unknown> {
  const { input } = command;
  const { pk, sk } = input.Key ?? input.Item ?? {};
  const read = { TableName: input.TableName, Key: { pk, sk }, ConsistentRead: true };
  if (command.constructor.name.endsWith('ItemCommand'))
    return (await client.send(new GetItemCommand(read as never))).Item;
  const { Item } = await client.send(new GetCommand(read));
  return Item === undefined ? undefined : toAttributes(Item);
}
