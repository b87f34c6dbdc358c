import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Change, Condition, Item, Key, Page, Query, Rows, Written } from '../../kernel/rows.ts';
import { type Attributes, fromAttributes } from './attribute-values.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { failureOf } from './errors.ts';
import {
  compileChange,
  compileCondition,
  compileKeyCondition,
  type Placeholders,
  placeholders,
} from './expressions.ts';
import { missingParents, samePaths, withMissingParents } from './missing-parents.ts';
import { tableDefinition } from './table-definition.ts';

export type RowCommand = GetCommand | QueryCommand | PutCommand | UpdateCommand | DeleteCommand;

/** A document client, or anything that answers its commands (the in-process table does). */
export interface DynamoSender {
  send(command: RowCommand): Promise<unknown>;
}

interface Reply {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Attributes?: Item;
  readonly LastEvaluatedKey?: Readonly<Record<string, unknown>>;
}

/** A map that comes and goes under our hands between read and write: after so many rounds the caller's retry decides. */
const MAX_ROUNDS = 4;

/** The port over DynamoDB. Refusals are answers; what else goes wrong leaves under the names of errors.ts. */
export function dynamoRows(client: DynamoSender, tableName: string): Rows {
  const send = async (command: RowCommand): Promise<Reply> => {
    const kind = command instanceof GetCommand || command instanceof QueryCommand ? 'read' : 'write';
    try {
      return (await client.send(command)) as Reply;
    } catch (error) {
      throw failureOf(error, kind);
    }
  };

  const get = async (key: Key): Promise<Item | undefined> =>
    (await send(new GetCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true }))).Item;

  const update = (key: Key, change: Change): Promise<Written> =>
    written(async () => {
      const reply = await send(updateCommand(tableName, key, change));
      return reply.Attributes ?? { ...keyOf(key) };
    });

  /** Writes below a map that may be missing: see missing-parents.ts. Costs a read, and only where the plain write failed. */
  const updateBelowMissing = async (key: Key, change: Change, cause: unknown): Promise<Written> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const missing = missingParents(change, await get(key));
      const answer = await unlessInvalidPath(update(key, withMissingParents(change, missing)));
      if (answer?.kind === 'done') return answer;
      // Refused while exactly these maps are absent: it was the caller's condition, not our guard.
      if (answer !== undefined && samePaths(missing, missingParents(change, answer.item))) return answer;
    }
    throw cause;
  };

  return {
    get,
    query: async (query) => pageOf(await send(queryCommand(tableName, query))),
    put: (item, condition) =>
      written(async () => {
        await send(new PutCommand({ TableName: tableName, Item: item, ...guard(condition) }));
        return item;
      }),
    update: async (key, change) => {
      try {
        return await update(key, change);
      } catch (error) {
        if (!isInvalidPath(error)) throw error;
        return updateBelowMissing(key, change, error);
      }
    },
    remove: (key, condition) =>
      written(async () => {
        const command = new DeleteCommand({
          TableName: tableName,
          Key: keyOf(key),
          ReturnValues: 'ALL_OLD',
          ...guard(condition),
        });
        return (await send(command)).Attributes ?? { ...keyOf(key) };
      }),
  };
}

const keyOf = ({ pk, sk }: Key): Key & Record<string, string> => ({ pk, sk });

function updateCommand(tableName: string, key: Key, change: Change): UpdateCommand {
  const at = placeholders();
  const expression = compileChange(change, at);
  return new UpdateCommand({
    TableName: tableName,
    Key: keyOf(key),
    ...(expression !== undefined && { UpdateExpression: expression }),
    ...guard(change.if, at),
    ...at.attributes(),
    ReturnValues: 'ALL_NEW',
  });
}

function queryCommand(tableName: string, query: Query): QueryCommand {
  const at = placeholders();
  const index = tableDefinition.indexes.find(({ name }) => name === query.index);
  const keyCondition = compileKeyCondition(index ?? tableDefinition, query.pk, query.sk, at);
  return new QueryCommand({
    TableName: tableName,
    // An index is eventually consistent and refuses to be asked otherwise.
    ...(index === undefined ? { ConsistentRead: true } : { IndexName: index.name }),
    KeyConditionExpression: keyCondition,
    ...at.attributes(),
    ...(query.limit !== undefined && { Limit: query.limit }),
    ...(query.newestFirst === true && { ScanIndexForward: false }),
    ...(query.from !== undefined && { ExclusiveStartKey: fromCursor(query.from) }),
  });
}

const pageOf = (reply: Reply): Page => ({
  items: reply.Items ?? [],
  ...(reply.LastEvaluatedKey !== undefined && { next: toCursor(reply.LastEvaluatedKey) }),
});

function guard(condition: Condition | undefined, at: Placeholders = placeholders()) {
  if (condition === undefined) return {};
  const ConditionExpression = compileCondition(condition, at);
  return { ConditionExpression, ...at.attributes(), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
}

async function written(write: () => Promise<Item>): Promise<Written> {
  try {
    return { kind: 'done', item: await write() };
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    return error.Item === undefined ? { kind: 'refused' } : { kind: 'refused', item: itemOf(error.Item) };
  }
}

// By name, not by class: two copies of the SDK in one process (a test runner, a layer) have two classes.
const isNamed = (error: unknown, name: string): error is Error & { Item?: Attributes } =>
  error instanceof Error && error.name === name;

const isInvalidPath = (error: unknown): boolean =>
  isNamed(error, 'ValidationException') && error.message.includes('document path');

async function unlessInvalidPath(write: Promise<Written>): Promise<Written | undefined> {
  try {
    return await write;
  } catch (error) {
    if (isInvalidPath(error)) return undefined;
    throw error;
  }
}

const itemOf = (attributes: Attributes): Item => {
  const { pk, sk, ...rest } = fromAttributes(attributes);
  return { ...rest, pk: String(pk), sk: String(sk) };
};
