import { describe, expect, it } from '@jest/globals';
import { dynamoRows, type RowCommand } from '../../../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { failureOf } from '../../../../lambdas/adapters/dynamodb/errors.ts';
import { Conflict } from '../../../../lambdas/kernel/failures.ts';
import { InProcessTable } from '../../../../local/dynamodb/in-process-table.ts';

const named = (name: string, more: object = {}): Error => Object.assign(new Error('some words'), { name, ...more });
const nameOf = (error: unknown): string => String(Object(error).name);

describe('failureOf', () => {
  it.each<[string, Error, string, string]>([
    ['a throttle', named('ThrottlingException'), 'Throttled', 'Throttled'],
    ['a hot partition', named('ProvisionedThroughputExceededException'), 'Throttled', 'Throttled'],
    ['the request limit', named('RequestLimitExceeded'), 'Throttled', 'Throttled'],
    ['a refused connection', named('Error', { code: 'ECONNREFUSED' }), 'ServiceUnavailable', 'ServiceUnavailable'],
    ['an unknown host', named('Error', { code: 'EAI_AGAIN' }), 'ServiceUnavailable', 'ServiceUnavailable'],
    ['a timeout', named('TimeoutError'), 'ServiceUnavailable', 'OutcomeUnknown'],
    ['a reset connection', named('Error', { code: 'ECONNRESET' }), 'ServiceUnavailable', 'OutcomeUnknown'],
    ['a hung-up socket', new Error('socket hang up'), 'ServiceUnavailable', 'OutcomeUnknown'],
    ['a broken server', named('InternalServerError'), 'ServiceUnavailable', 'OutcomeUnknown'],
    ['any 5xx', named('Odd', { $metadata: { httpStatusCode: 503 } }), 'ServiceUnavailable', 'OutcomeUnknown'],
    ['a refused condition', named('ConditionalCheckFailedException', { $metadata: { httpStatusCode: 400 } }), '', ''],
    ['a wrong expression', named('ValidationException', { $metadata: { httpStatusCode: 400 } }), '', ''],
    ['a missing right', named('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }), '', ''],
    ['a mistake of ours', new TypeError('undefined is not a function'), '', ''],
    ['a failure that has its name', new Conflict('moved'), '', ''],
  ])('names %s', (_what, error, read, write) => {
    expect(nameOf(failureOf(error, 'read'))).toBe(read || error.name);
    expect(nameOf(failureOf(error, 'write'))).toBe(write || error.name);
  });

  it('keeps the error it names as its cause', () => {
    const error = named('TimeoutError');
    expect(failureOf(error, 'write')).toMatchObject({ cause: error, facts: { dynamodb: 'TimeoutError' } });
    expect(failureOf(new Conflict('moved'), 'write')).toEqual(new Conflict('moved'));
  });
});

describe('the rows of a table that does not answer', () => {
  const table = new InProcessTable({ name: 't', now: () => 0 });
  const send = async (command: RowCommand): Promise<unknown> => {
    await table.send(command);
    throw named('TimeoutError');
  };
  const rows = dynamoRows({ send }, 't');
  const key = { pk: 'A', sk: 'ACCOUNT' };

  it.each<[string, () => Promise<unknown>, string]>([
    ['get', () => rows.get(key), 'ServiceUnavailable'],
    ['query', () => rows.query({ pk: 'A' }), 'ServiceUnavailable'],
    ['put', () => rows.put(key), 'OutcomeUnknown'],
    ['update', () => rows.update(key, { set: [['a', 1]] }), 'OutcomeUnknown'],
    ['remove', () => rows.remove(key), 'OutcomeUnknown'],
  ])('%s fails under a name that says whether anything may have happened', async (_name, call, expected) => {
    expect(await call().catch(nameOf)).toBe(expected);
  });

  it('still answers a refused condition with what stood there', async () => {
    await dynamoRows(table, 't').put({ ...key, a: 1 });
    const answer = await dynamoRows(table, 't').put(key, { kind: 'absent', path: 'pk' });

    expect(answer).toMatchObject({ kind: 'refused', item: { a: 1 } });
  });
});
