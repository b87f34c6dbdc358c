import { describe, expect, it } from '@jest/globals';
import { createDynamoClient } from '../../../../lambdas/adapters/dynamodb/client.ts';
import { dynamoRows, type RowCommand } from '../../../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { throttled } from '../../../../local/dynamodb/errors.ts';
import { InProcessTable } from '../../../../local/dynamodb/in-process-table.ts';

const key = { pk: 'A', sk: 'ACCOUNT' };

function watched() {
  const table = new InProcessTable({ name: 't', now: () => 0 });
  const sent: string[] = [];
  const before: (() => Promise<unknown>)[] = [];
  const client = {
    send: async (command: RowCommand) => {
      sent.push(command.constructor.name);
      await before.shift()?.();
      return table.send(command);
    },
  };
  return { rows: dynamoRows(client, 't'), undisturbed: dynamoRows(table, 't'), sent, before };
}

describe('the calls of a row', () => {
  it('are one for one, where nothing is missing', async () => {
    const { rows, sent } = watched();
    await rows.put({ ...key, counts: {} });
    await rows.update(key, { add: [[['counts', 'sent'], 1]] });
    await rows.update(key, { set: [['a', 1]], if: { kind: 'equals', path: 'a', value: 2 } });
    await rows.query({ pk: 'A' });
    await rows.get(key);
    await rows.remove(key);
    expect(sent).toEqual([
      'PutCommand',
      'UpdateCommand',
      'UpdateCommand',
      'QueryCommand',
      'GetCommand',
      'DeleteCommand',
    ]);
  });

  it('are three for the first write below a missing map', async () => {
    const { rows, sent } = watched();
    await rows.update(key, { add: [[['counts', 'sent'], 1]] });
    expect(sent).toEqual(['UpdateCommand', 'GetCommand', 'UpdateCommand']);
  });

  it('keep what another writer put below the map in between', async () => {
    const { rows, undisturbed, before } = watched();
    const other = () => undisturbed.update(key, { add: [[['counts', 'sent'], 7]] });
    before.push(
      async () => undefined,
      async () => undefined,
      other,
    );
    expect(await rows.update(key, { add: [[['counts', 'sent'], 1]] })).toEqual({
      kind: 'done',
      item: { ...key, counts: { sent: 8 } },
    });
  });

  it('pass throttling on under the name the callers know, with the SDK’s own as its cause', async () => {
    const error = throttled();
    const rows = dynamoRows({ send: () => Promise.reject(error) }, 't');
    await expect(rows.get(key)).rejects.toMatchObject({ name: 'Throttled', cause: error });
    await expect(rows.update(key, { set: [['a', 1]] })).rejects.toMatchObject({ name: 'Throttled', cause: error });
  });
});

describe('the client', () => {
  it('makes one attempt, whatever the options say', async () => {
    const client = createDynamoClient({ region: 'eu-central-1', maxAttempts: 5 });
    expect(await client.config.maxAttempts()).toBe(1);
  });
});
