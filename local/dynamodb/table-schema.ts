import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '../../lambdas/adapters/dynamodb/table-definition.ts';

const keySchema = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => [
  { AttributeName: pk, KeyType: 'HASH' as const },
  { AttributeName: sk, KeyType: 'RANGE' as const },
];

/** The request that creates our table in any DynamoDB that runs locally. */
export function createTableInput(name: string): CreateTableCommandInput {
  const names = [tableDefinition, ...tableDefinition.indexes].flatMap(({ pk, sk }) => [pk, sk]);
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(tableDefinition),
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    GlobalSecondaryIndexes: tableDefinition.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: tableDefinition.projection },
    })),
  };
}

/** What DescribeTable tells of the in-process table. */
export const describeTable = (name: string) => ({
  ...createTableInput(name),
  BillingMode: undefined,
  TableStatus: 'ACTIVE' as const,
});
