import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type RawSender, sendRaw } from '../../local/dynamodb/send-raw.ts';

type Attributes = Record<string, AttributeValue>;

export interface RawContract {
  readonly tableName: string;
  readonly client: () => RawSender;
  /** dynalite moves the rest of a list after each removal of one expression, AWS after all of them. */
  readonly removesByOldPlaces?: boolean;
}

let stories = 0;

/** What a state machine's own DynamoDB tasks get, in wire form, from every table. */
export function rawContract({ tableName, client: open, removesByOldPlaces = true }: RawContract): void {
  let client: RawSender;
  let key: Attributes;

  beforeEach(() => {
    client = open();
    key = { pk: { S: `RAW#${++stories}` }, sk: { S: 'CASE#payment-recovery#in_1' } };
  });

  const put = (attributes: Attributes) =>
    sendRaw(client, 'putItem', { TableName: tableName, Item: { ...key, ...attributes } });
  const stored = async () =>
    (await sendRaw(client, 'getItem', { TableName: tableName, Key: key, ConsistentRead: true })).Item;

  describe('the park of a waiting step', () => {
    const wait = (entered: string, retry: number): AttributeValue => ({
      M: { token: { S: 'token-2' }, state: { S: 'Day 7' }, entered: { S: entered }, retry: { N: String(retry) } },
    });
    const park = ({ run = 1, seen = 5, entered = '2026-11-10T09:00:00.000Z', retry = 0 } = {}) =>
      sendRaw(client, 'updateItem', {
        TableName: tableName,
        Key: key,
        UpdateExpression: 'SET #wait = :wait',
        ConditionExpression:
          '#run = :run AND #news = :seen AND (attribute_not_exists(#wait) OR #wait.entered < :entered OR (#wait.entered = :entered AND #wait.retry < :retry))',
        ExpressionAttributeNames: { '#wait': 'wait', '#run': 'run', '#news': 'news' },
        ExpressionAttributeValues: {
          ':wait': wait(entered, retry),
          ':run': { N: String(run) },
          ':seen': { N: String(seen) },
          ':entered': { S: entered },
          ':retry': { N: String(retry) },
        },
      });
    const parkedCase = { run: { N: '1' }, news: { N: '5' }, wait: wait('2026-11-10T09:00:00.000Z', 1) };

    it('parks a case that nothing waits for, and answers with nothing', async () => {
      await put({ run: { N: '1' }, news: { N: '5' } });
      expect(await park()).toEqual({});
      expect(await stored()).toEqual({
        ...key,
        run: { N: '1' },
        news: { N: '5' },
        wait: wait('2026-11-10T09:00:00.000Z', 0),
      });
    });

    it.each([
      ['a later state', { entered: '2026-11-10T09:00:00.001Z', retry: 0 }],
      ['the next retry of the same state', { retry: 2 }],
    ])('lets %s take over', async (_name, newer) => {
      await put(parkedCase);
      await park(newer);
      expect(await stored()).toMatchObject({ wait: { M: { token: { S: 'token-2' } } } });
    });

    it.each([
      ['the same retry again', { retry: 1 }],
      ['an earlier retry', { retry: 0 }],
      ['an earlier state', { entered: '2026-11-10T08:59:59.999Z', retry: 9 }],
      ['another run', { run: 2, retry: 2 }],
      ['news it has not seen', { seen: 4, retry: 2 }],
    ])('refuses %s', async (_name, stale) => {
      await put(parkedCase);
      await expect(park(stale)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
      expect(await stored()).toEqual({ ...key, ...parkedCase });
    });

    it('refuses a case that does not exist', async () => {
      await expect(park()).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
      expect(await stored()).toBeUndefined();
    });
  });

  describe('returned values', () => {
    const raise = (ReturnValues: string) =>
      sendRaw(client, 'updateItem', {
        TableName: tableName,
        Key: key,
        UpdateExpression: 'SET #due = :due REMOVE tier ADD news :one',
        ExpressionAttributeNames: { '#due': 'due' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':due': { N: '12.5' } },
        ReturnValues,
      });
    const before = { news: { N: '5' }, tier: { S: 'pro' }, due: { N: '7' }, other: { S: 't' } };
    const after = { news: { N: '6' }, due: { N: '12.5' }, other: { S: 't' } };

    it.each([
      ['NONE', () => ({})],
      ['ALL_OLD', () => ({ Attributes: { ...key, ...before } })],
      ['ALL_NEW', () => ({ Attributes: { ...key, ...after } })],
      ['UPDATED_OLD', () => ({ Attributes: { news: { N: '5' }, tier: { S: 'pro' }, due: { N: '7' } } })],
      ['UPDATED_NEW', () => ({ Attributes: { news: { N: '6' }, due: { N: '12.5' } } })],
    ])('of an update with %s', async (mode, expected) => {
      await put(before);
      expect(await raise(mode)).toEqual(expected());
    });

    it('of a put and a deletion are what stood there before', async () => {
      await put({ n: { N: '1' } });
      const old = { Attributes: { ...key, n: { N: '1' } } };
      const Item = { ...key, n: { N: '2' } };
      expect(await sendRaw(client, 'putItem', { TableName: tableName, Item, ReturnValues: 'ALL_OLD' })).toEqual(old);
      expect(await sendRaw(client, 'deleteItem', { TableName: tableName, Key: key, ReturnValues: 'ALL_OLD' })).toEqual({
        Attributes: Item,
      });
      const nothing = await sendRaw(client, 'deleteItem', { TableName: tableName, Key: key, ReturnValues: 'ALL_OLD' });
      expect(nothing.Attributes).toBeUndefined();
    });

    it('of a refusal are the item that stands there', async () => {
      await put({ n: { N: '1' } });
      const refused = sendRaw(client, 'deleteItem', {
        TableName: tableName,
        Key: key,
        ConditionExpression: 'n > :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      await expect(refused).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
        Item: { ...key, n: { N: '1' } },
      });
    });
  });

  describe('an update expression', () => {
    const item = {
      steps: { L: [{ N: '1' }, { N: '2' }, { N: '3' }, { N: '4' }] },
      n: { N: '10' },
      m: { M: { a: { N: '1' } } },
      nil: { NULL: true },
    };
    const update = (UpdateExpression: string, values?: Attributes) =>
      sendRaw(client, 'updateItem', {
        TableName: tableName,
        Key: key,
        UpdateExpression,
        ...(values !== undefined && { ExpressionAttributeValues: values }),
      });
    const numbers = (...values: number[]) => ({ L: values.map((value) => ({ N: String(value) })) });

    it.each([
      ['SET n = n - :v', { n: { N: '8' } }],
      ['SET n = :v - n', { n: { N: '-8' } }],
      ['SET n = n + m.a, m.a = n + :v', { n: { N: '11' }, m: { M: { a: { N: '12' } } } }],
      ['SET n = if_not_exists(gone, n) + :v', { n: { N: '12' } }],
      ['SET n = if_not_exists(nil, :v)', { n: { NULL: true } }],
      ['set steps[1] = :v', { steps: numbers(1, 2, 3, 4) }],
      ['SET steps[9] = :v', { steps: numbers(1, 2, 3, 4, 2) }],
      ['SET steps = list_append(steps, steps)', { steps: numbers(1, 2, 3, 4, 1, 2, 3, 4) }],
      ['REMOVE steps[9], m.b, gone', {}],
      ['ADD n :v, fresh :v', { n: { N: '12' }, fresh: { N: '2' } }],
      ['ADD m.a :v', { m: { M: { a: { N: '3' } } } }],
    ])('"%s"', async (expression, changed) => {
      await put(item);
      await update(expression, expression.includes(':v') ? { ':v': { N: '2' } } : undefined);
      expect(await stored()).toEqual({ ...key, ...item, ...changed });
    });

    (removesByOldPlaces ? it : it.failing)('removes list entries by the places they had before', async () => {
      await put(item);
      await update('REMOVE steps[0], steps[2], m.a');
      expect(await stored()).toEqual({ ...key, ...item, steps: numbers(2, 4), m: { M: {} } });
    });

    it.each([
      ['SET gone.below = :v'],
      ['SET m.a = :v, gone.below = :v'],
      ['SET n.below = :v'],
      ['SET m[0] = :v'],
      ['SET n = gone'],
      ['SET n = n + nil'],
      ['SET n = list_append(n, :v)'],
      ['SET n = :v, n = :v'],
      ['SET m = :v, m.a = :v'],
      ['SET n = :v SET steps = :v'],
      ['SET status = :v'],
      ['SET n = :w'],
      ['SET #n = :v'],
      ['SET n == :v'],
      ['SET n = :v,'],
      ['SET pk = :v'],
      ['REMOVE n'],
      ['PUT n :v'],
      [''],
    ])('refuses "%s"', async (expression) => {
      await put(item);
      await expect(update(expression, { ':v': { N: '2' } })).rejects.toMatchObject({ name: 'ValidationException' });
      expect(await stored()).toEqual({ ...key, ...item });
    });
  });

  describe('a condition expression', () => {
    const item = {
      n: { N: '5' },
      label: { S: 'naïve' },
      steps: { L: [{ N: '5' }, { S: 'x' }] },
      m: { M: { a: { N: '1' }, b: { N: '2' } } },
      nil: { NULL: true },
    };
    const check = async (ConditionExpression: string): Promise<boolean> => {
      await put(item);
      const values: Attributes = {
        ':5': { N: '5' },
        ':9': { N: '9' },
        ':na': { S: 'na' },
        ':x': { S: 'x' },
        ':S': { S: 'S' },
        ':L': { S: 'L' },
        ':2': { N: '2' },
        ':6': { N: '6' },
      };
      const used = Object.entries(values).filter(([name]) => ConditionExpression.match(new RegExp(`${name}(?!\\w)`)));
      const request = { TableName: tableName, Key: key, ConditionExpression };
      try {
        await sendRaw(client, 'deleteItem', {
          ...request,
          ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
        });
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
        throw error;
      }
    };

    it.each([
      ['n BETWEEN :5 AND :9', true],
      ['n BETWEEN :6 AND :9', false],
      ['gone BETWEEN :5 AND :9', false],
      ['n IN (:9, :5)', true],
      ['n IN (:9)', false],
      ['NOT n IN (:9)', true],
      ['NOT n = :9 AND n = :5', true],
      ['n = :9 AND n = :5 OR n = :5', true],
      ['n = :9 AND (n = :5 OR n = :5)', false],
      ['n = :5 or n = :9 and n = :9', true],
      ['attribute_type(label, :S)', true],
      ['attribute_type(n, :S)', false],
      ['attribute_type(gone, :S)', false],
      ['begins_with(label, :na)', true],
      ['begins_with(n, :na)', false],
      ['begins_with(gone, :na)', false],
      ['contains(steps, :5)', true],
      ['contains(steps, :na)', false],
      ['contains(label, :na)', true],
      ['contains(m, :na)', false],
      ['size(label) = :5', true],
      ['size(steps) = :2', true],
      ['size(m) < :5', true],
      ['size(gone) < :5', false],
      ['steps[0] = n', true],
      ['steps[1] = :x', true],
      ['steps[2] = :x', false],
      ['m.a < m.b', true],
      ['m.b < m.a', false],
      ['n <> gone', true],
      ['attribute_exists(nil) AND attribute_not_exists(steps[7])', true],
    ])('"%s" is %s', async (expression, expected) => {
      expect(await check(expression)).toBe(expected);
    });

    it.each([
      ['((n = :5))'],
      ['n = :5 AND'],
      ['(n = :5'],
      ['n'],
      ['n = :5 n'],
      ['unknown_function(n)'],
      ['size(n)'],
      ['name = :5'],
    ])('refuses "%s"', async (expression) => {
      await expect(check(expression)).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });

  describe('a query', () => {
    const query = (request: object) =>
      sendRaw(client, 'query', { TableName: tableName, ExpressionAttributeNames: {}, ...request });
    const rows = (...sks: string[]) =>
      Promise.all(
        sks.map((sk, n) =>
          put({ sk: { S: sk }, n: { N: String(n) }, m: { M: { a: { N: '1' }, b: { L: [{ S: 'p' }, { S: 'q' }] } } } }),
        ),
      );
    const from = (KeyConditionExpression: string, more: Attributes = {}, rest: object = {}) =>
      query({
        KeyConditionExpression,
        ExpressionAttributeValues: { ':pk': key.pk, ...more },
        ExpressionAttributeNames: undefined,
        ...rest,
      });

    it('filters after its limit, and counts both', async () => {
      await rows('a', 'b', 'c');
      const answer = await from(
        'pk = :pk',
        { ':n': { N: '0' } },
        { FilterExpression: 'n > :n', Limit: 2, ProjectionExpression: 'sk' },
      );
      expect(answer).toEqual({
        Items: [{ sk: { S: 'b' } }],
        Count: 1,
        ScannedCount: 2,
        LastEvaluatedKey: { pk: key.pk, sk: { S: 'b' } },
      });
    });

    it('projects nested parts', async () => {
      await rows('a');
      const answer = await from('pk = :pk', {}, { ProjectionExpression: 'm.b[1], n, gone' });
      expect(answer.Items).toEqual([{ m: { M: { b: { L: [{ S: 'q' }] } } }, n: { N: '0' } }]);
    });

    it.each([
      ['sk < :sk AND pk = :pk', ['a']],
      ['pk = :pk AND sk <= :sk', ['a', 'b']],
      ['pk = :pk AND sk = :sk', ['b']],
      ['pk = :pk AND sk >= :sk', ['b', 'c']],
      ['pk = :pk AND sk > :sk', ['c']],
      ['(pk = :pk) AND (sk > :sk)', ['c']],
    ])('"%s"', async (condition, expected) => {
      await rows('c', 'a', 'b');
      const { Items } = await from(condition, { ':sk': { S: 'b' } });
      expect(Array.isArray(Items) ? Items.map(({ sk }) => sk.S) : Items).toEqual(expected);
    });

    it.each([
      ['sk = :sk'],
      ['pk > :pk AND sk = :sk'],
      ['pk = :pk AND sk <> :sk'],
      ['pk = :pk OR sk = :sk'],
      ['pk = :pk AND n = :sk'],
      ['pk = :pk AND contains(sk, :sk)'],
    ])('refuses "%s"', async (condition) => {
      const used = Object.fromEntries(
        Object.entries({ ':pk': key.pk ?? { S: '' }, ':sk': { S: 'b' } }).filter(([name]) => condition.includes(name)),
      );
      const refused = query({
        KeyConditionExpression: condition,
        ExpressionAttributeNames: undefined,
        ExpressionAttributeValues: used,
      });
      await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('refuses a consistent read of an index', async () => {
      const refused = from('duePk = :pk', {}, { IndexName: 'due', ConsistentRead: true });
      await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });

  it('knows no other table', async () => {
    const refused = sendRaw(client, 'getItem', { TableName: 'another-table', Key: key });
    await expect(refused).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
}
