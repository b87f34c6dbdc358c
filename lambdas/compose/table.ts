import { clientOptions } from '../adapters/client-options.ts';
import { createDynamoClient } from '../adapters/dynamodb/client.ts';
import { dynamoRows } from '../adapters/dynamodb/dynamo-rows.ts';
import type { Rows } from '../kernel/rows.ts';
import { variable } from './environment.ts';
import { once } from './once.ts';

export const rows: () => Rows = once(() => dynamoRows(createDynamoClient(clientOptions), variable('TABLE_NAME')));

export const table = () => ({ rows: rows() });
