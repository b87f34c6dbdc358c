import { describe, expect, it } from '@jest/globals';
import { supports } from '../../../local/world/services.ts';
import { machineOf, Place } from './place.ts';

describe('the services here', () => {
  it.each([
    ['arn:aws:states:::lambda:invoke', true],
    ['arn:aws:states:::lambda:invoke.waitForTaskToken', true],
    ['arn:aws:states:::lambda:publish', false],
    ['arn:aws:lambda:eu-west-1:000000000000:function:x', false],
    ['arn:aws:states:::aws-sdk:dynamodb:query', true],
    ['arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken', true],
    ['arn:aws:states:::aws-sdk:dynamodb:transactWriteItems', false],
    ['arn:aws:states:::aws-sdk:dynamodb:toString', false],
    ['arn:aws:states:::dynamodb:getItem', false],
    ['arn:aws:states:::aws-sdk:s3:getObject', false],
    ['arn:aws:states:::sqs:sendMessage', false],
    ['arn:aws:states:::states:startExecution', true],
    ['arn:aws:states:::states:startExecution.sync', true],
    ['arn:aws:states:::states:startExecution.sync:2', true],
    ['arn:aws:states:::states:startExecution.waitForTaskToken', true],
    ['arn:aws:states:::aws-sdk:sfn:startExecution', true],
    ['not a resource', false],
  ])('%s: %s', (resource, answered) => {
    expect(supports(resource)).toBe(answered);
  });
});

describe('a task at the table', () => {
  const key = { pk: { S: 'A' }, sk: { S: 'B' } };
  const at = (action: string, args: object, more: object) => ({
    Type: 'Task',
    Resource: `arn:aws:states:::aws-sdk:dynamodb:${action}`,
    Arguments: { TableName: 'holdfast', ...args },
    ...more,
  });

  it('puts, updates, gets, queries and deletes, in wire form', async () => {
    const found = { KeyConditionExpression: 'pk = :a', ExpressionAttributeValues: { ':a': { S: 'A' } } };
    const raised = { Key: key, UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': { N: '2' } } };
    const machine = machineOf('parent', {
      Put: at('putItem', { Item: { ...key, n: { N: '1' } } }, { Next: 'Update' }),
      Update: at('updateItem', raised, { Next: 'Get' }),
      Get: at('getItem', { Key: key }, { Assign: { got: '{% $states.result.Item.n.N %}' }, Next: 'Query' }),
      Query: at('query', found, { Assign: { count: '{% $states.result.Count %}' }, Next: 'Delete' }),
      Delete: at('deleteItem', { Key: key }, { Output: { got: '{% $got %}', count: '{% $count %}' }, End: true }),
    });
    const place = new Place(machine);
    await place.begin();

    expect(place.execution('parent').frame).toMatchObject({ status: 'SUCCEEDED', output: { got: '2', count: 1 } });
    expect([...place.table.items()]).toEqual([]);
  });

  it('fails under the name AWS gives it', async () => {
    const refused = at('deleteItem', { Key: key, ConditionExpression: 'attribute_exists(pk)' }, { End: true });
    const place = new Place(machineOf('parent', { Delete: refused }));
    await place.begin();

    expect(place.execution('parent').frame.error).toBe('DynamoDb.ConditionalCheckFailedException');
  });
});
