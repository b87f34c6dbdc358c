import { CreateTableCommand, DescribeTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoRows } from '../../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { throttled, throughputExceeded } from '../../../local/dynamodb/errors.ts';
import { InProcessTable, type InProcessTableOptions } from '../../../local/dynamodb/in-process-table.ts';
import { createTableInput } from '../../../local/dynamodb/table-schema.ts';

function tableAt(options: Partial<InProcessTableOptions> = {}) {
  const clock = { now: 0 };
  const table = new InProcessTable({ name: 't', now: () => clock.now, ...options });
  const rows = dynamoRows(table, 't');
  const due = async () =>
    (await rows.query({ index: 'due', pk: 'lane' })).items.map(({ sk, dueSk }) => `${sk}@${dueSk}`);
  const putDue = (sk: string, dueSk: string) => rows.put({ pk: 'A', sk, duePk: 'lane', dueSk });
  return { clock, table, rows, due, putDue };
}

describe('index lag', () => {
  it('shows a write in the index only when its lag is over, and in the table at once', async () => {
    const { clock, rows, due, putDue } = tableAt({ indexLagMs: () => 100 });
    await putDue('a', '2026');
    clock.now = 99;
    expect(await due()).toEqual([]);
    expect(await rows.get({ pk: 'A', sk: 'a' })).toMatchObject({ dueSk: '2026' });
    clock.now = 100;
    expect(await due()).toEqual(['a@2026']);
  });

  it('shows the old version of an item until the new one is visible', async () => {
    const { clock, rows, due, putDue } = tableAt({ indexLagMs: () => 100 });
    await putDue('a', '2026');
    clock.now = 200;
    await rows.update(
      { pk: 'A', sk: 'a' },
      {
        set: [
          ['plan', 'pro'],
          ['dueSk', '2027'],
        ],
      },
    );
    expect(await due()).toEqual(['a@2026']);
    await rows.remove({ pk: 'A', sk: 'a' });
    clock.now = 299;
    expect(await due()).toEqual(['a@2026']);
    clock.now = 300;
    expect(await due()).toEqual([]);
  });

  it('keeps the nested parts of the old version as they were', async () => {
    const { clock, rows } = tableAt({ indexLagMs: () => 100 });
    await rows.put({ pk: 'A', sk: 'a', duePk: 'lane', dueSk: '2026', wait: { retry: 0, log: ['x'] } });
    clock.now = 100;
    await rows.query({ index: 'due', pk: 'lane' });
    await rows.update({ pk: 'A', sk: 'a' }, { add: [[['wait', 'retry'], 1]], append: [[['wait', 'log'], ['y']]] });
    const { items } = await rows.query({ index: 'due', pk: 'lane' });
    expect(items[0]?.wait).toEqual({ retry: 0, log: ['x'] });
  });

  it('never shows a later write of one key before an earlier one', async () => {
    const lags = [500, 0, 0];
    const { clock, rows, due, putDue } = tableAt({ indexLagMs: () => lags.shift() ?? 0 });
    await putDue('a', '2026');
    await rows.remove({ pk: 'A', sk: 'a' });
    await putDue('a', '2027');
    clock.now = 499;
    expect(await due()).toEqual([]);
    clock.now = 500;
    expect(await due()).toEqual(['a@2027']);
  });

  it('lets a quick write of another key overtake a slow one', async () => {
    const lags = [500, 10];
    const { clock, due, putDue } = tableAt({ indexLagMs: () => lags.shift() ?? 0 });
    await putDue('slow', '2026');
    await putDue('quick', '2027');
    clock.now = 10;
    expect(await due()).toEqual(['quick@2027']);
  });

  it('loses no write when nobody reads for long', async () => {
    const { clock, due, putDue } = tableAt({ indexLagMs: () => 5 });
    for (let n = 0; n < 3000; n++) {
      clock.now = n;
      await putDue(`row-${n % 7}`, String(n).padStart(4, '0'));
    }
    clock.now = 10_000;
    expect(await due()).toEqual([2993, 2994, 2995, 2996, 2997, 2998, 2999].map((n) => `row-${n % 7}@${n}`));
  });
});

describe('the earliest due', () => {
  it('is nothing in an empty index and the smallest of all lanes otherwise', async () => {
    const { table, rows, putDue } = tableAt();
    expect(table.earliestDue()).toBeUndefined();
    await putDue('a', '2026-03');
    await rows.put({ pk: 'A', sk: 'b', duePk: 'other lane', dueSk: '2026-02' });
    expect(table.earliestDue()).toBe('2026-02');
    expect(table.earliestDue((lane) => lane !== 'other lane')).toBe('2026-03');
    await rows.remove({ pk: 'A', sk: 'b' });
    expect(table.earliestDue()).toBe('2026-03');
  });

  it('counts a write the index does not show yet', async () => {
    const { table, due, putDue } = tableAt({ indexLagMs: () => 100 });
    await putDue('a', '2026');
    expect(await due()).toEqual([]);
    expect(table.earliestDue()).toBe('2026');
  });
});

describe('what stands in the table', () => {
  it('reads the same whatever the order of the writes, and comes back whole', async () => {
    const one = tableAt();
    const other = tableAt();
    for (const sk of ['b', 'a']) await one.putDue(sk, '2026');
    for (const sk of ['a', 'b']) await other.putDue(sk, '2026');
    expect(JSON.stringify(one.table)).toBe(JSON.stringify(other.table));

    const restored = tableAt({ indexLagMs: () => 100 });
    await restored.putDue('gone', '2020');
    restored.table.load(JSON.parse(JSON.stringify(one.table)).items);
    expect([...restored.table.items()]).toEqual([...one.table.items()]);
    expect(await restored.due()).toEqual(['a@2026', 'b@2026']);
    expect(restored.table.earliestDue()).toBe('2026');
  });

  it('is not reached by changing what was listed, loaded or told', async () => {
    const told: unknown[] = [];
    const { table, rows } = tableAt({ onWrite: (_key, item) => told.push(item) });
    const loaded = { pk: 'A', sk: 'a', wait: { log: ['x'] } };
    table.load([loaded]);
    await rows.update({ pk: 'A', sk: 'b' }, { set: [['wait', { log: ['x'] }]] });
    const outside = [loaded, ...table.items(), ...told];
    for (const item of outside) Object.assign(item ?? {}, { wait: 'changed' });
    for (const item of table.items()) expect(item).toHaveProperty('wait', { log: ['x'] });
  });

  it('keeps index pages free of later changes to the item', async () => {
    const { rows, putDue } = tableAt();
    await putDue('a', '2026');
    const { items } = await rows.query({ index: 'due', pk: 'lane' });
    await rows.update({ pk: 'A', sk: 'a' }, { set: [['plan', 'pro']] });
    expect(items).toEqual([{ pk: 'A', sk: 'a', duePk: 'lane', dueSk: '2026' }]);
  });
});

describe('its surroundings', () => {
  it('hears of each write that happened, and of no other', async () => {
    const told: string[] = [];
    const { rows } = tableAt({ onWrite: ({ pk, sk }, item) => told.push(`${pk}/${sk} ${item?.n}`) });
    const key = { pk: 'A', sk: 'a' };
    await rows.put({ ...key, n: 1 });
    await rows.put({ ...key, n: 2 }, { kind: 'absent', path: 'pk' });
    await rows.update(key, { add: [['n', 5]] });
    await rows.get(key);
    await rows.remove(key);
    await rows.remove(key);
    expect(told).toEqual(['A/a 1', 'A/a 6', 'A/a undefined']);
  });

  it.each([
    [throttled(), 'ThrottlingException'],
    [throughputExceeded(), 'ProvisionedThroughputExceededException'],
  ])('can refuse an operation, which then does nothing (%s)', async (error, name) => {
    let refuse = true;
    const { rows } = tableAt({ refuse: (operation) => (refuse && operation === 'putItem' ? error : undefined) });
    await expect(rows.put({ pk: 'A', sk: 'a' })).rejects.toMatchObject({ name: 'Throttled', cause: { name } });
    refuse = false;
    expect(await rows.get({ pk: 'A', sk: 'a' })).toBeUndefined();
  });
});

describe('a request', () => {
  const { table } = tableAt();

  it('for a description is answered as an active table', async () => {
    expect(await table.send(new DescribeTableCommand({ TableName: 't' }))).toMatchObject({
      Table: { TableStatus: 'ACTIVE' },
    });
    expect(await table.send(new CreateTableCommand(createTableInput('t')))).toHaveProperty('TableDescription');
  });

  it('it does not know is named in the refusal', async () => {
    await expect(table.send(new ScanCommand({ TableName: 't' }))).rejects.toThrow('does not answer ScanCommand');
  });

  it('with an unused placeholder is refused', async () => {
    const unused = { ExpressionAttributeNames: { '#n': 'n' } };
    const get = new GetCommand({ TableName: 't', Key: { pk: 'A', sk: 'a' }, ...unused });
    await expect(table.send(get)).rejects.toThrow('unused in expressions: keys: {#n}');
  });

  it.each([
    ['a set', new Set(['a'])],
    ['binary', new Uint8Array([1])],
  ])('with %s is refused: rows are JSON', async (_name, value) => {
    await expect(table.send(new PutCommand({ TableName: 't', Item: { pk: 'A', sk: 'a', value } }))).rejects.toThrow(
      'cannot be stored',
    );
    expect(() =>
      table.sendRaw('putItem', { TableName: 't', Item: { pk: { S: 'A' }, sk: { S: 'a' }, value: { SS: ['a'] } } }),
    ).toThrow('got SS');
  });

  it('with a number that would be rounded is refused', () => {
    const Item = { pk: { S: 'A' }, sk: { S: 'a' }, n: { N: '9007199254740993' } };
    expect(() => table.sendRaw('putItem', { TableName: 't', Item })).toThrow('can be held exactly');
  });

  it.each([
    [32, true],
    [33, false],
  ])('with %d levels of lists is %s', async (levels, taken) => {
    let value: unknown = 'x';
    for (let level = 1; level < levels; level++) value = [value];
    const put = table.send(new PutCommand({ TableName: 't', Item: { pk: 'A', sk: 'deep', value } }));
    await (taken ? expect(put).resolves.toEqual({}) : expect(put).rejects.toThrow('Nesting'));
  });
});
