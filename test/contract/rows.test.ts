import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { type LocalDynamo, startDynalite } from '../../local/dynamodb/dynalite.ts';
import { findDynamoDbLocal, startDynamoDbLocal } from '../../local/dynamodb/dynamodb-local.ts';
import { InProcessTable } from '../../local/dynamodb/in-process-table.ts';
import { rawContract } from './raw.contract.ts';
import { rowsContract } from './rows.contract.ts';

const tableName = 'holdfast-contract';

describe('the in-process table', () => {
  const table = new InProcessTable({ name: tableName, now: () => 0 });
  rowsContract({ rows: () => dynamoRows(table, tableName) });
  rawContract({ tableName, client: () => table });
});

describe('dynalite', () => {
  let dynamo: LocalDynamo;
  beforeAll(async () => {
    dynamo = await startDynalite({ tableName });
  });
  afterAll(() => dynamo.close());
  rowsContract({ rows: () => dynamoRows(dynamo.client, tableName), comparesMaps: false });
  rawContract({ tableName, client: () => dynamo.client, removesByOldPlaces: false });
});

const local = findDynamoDbLocal();

describe('DynamoDB Local', () => {
  if ('missing' in local) {
    it(`is left out: ${local.missing}`, () => expect(process.env.HOLDFAST_DYNAMODB_LOCAL ?? '').toBe(''));
    return;
  }
  let dynamo: LocalDynamo;
  beforeAll(async () => {
    dynamo = await startDynamoDbLocal(local.folder, tableName);
  });
  afterAll(() => dynamo.close());
  rowsContract({ rows: () => dynamoRows(dynamo.client, tableName) });
  rawContract({ tableName, client: () => dynamo.client });
});
