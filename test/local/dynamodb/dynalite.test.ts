import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dynamoRows } from '../../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { startDynalite } from '../../../local/dynamodb/dynalite.ts';

const tableName = 'holdfast-kept';

describe('dynalite on disk', () => {
  it('finds its rows again after a restart, in the indexes too', async () => {
    const path = await mkdtemp(join(tmpdir(), 'holdfast-'));
    const item = { pk: 'A', sk: 'a', duePk: 'lane', dueSk: '2026', wait: { retry: 1 } };
    const first = await startDynalite({ tableName, path });
    await dynamoRows(first.client, tableName).put(item);
    await first.close();

    const second = await startDynalite({ tableName, path });
    const rows = dynamoRows(second.client, tableName);
    expect(await rows.get({ pk: 'A', sk: 'a' })).toEqual(item);
    expect((await rows.query({ index: 'due', pk: 'lane' })).items).toEqual([item]);
    await second.close();
    await rm(path, { recursive: true });
  });
});
