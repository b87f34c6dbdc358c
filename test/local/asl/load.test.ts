import { describe, expect, it } from '@jest/globals';
import { DefinitionError, loadMachine, parseResource, validate } from '../../../local/asl/index.ts';
import { PARK, pass, task } from './story.ts';

const load =
  (states: object, extra: object = {}, supports?: (resource: string) => boolean) =>
  () =>
    loadMachine({
      name: 'm',
      arn: 'arn',
      definition: { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...extra },
      ...(supports ? { supports } : {}),
    });

const problemsOf = (act: () => unknown): { paths: string[]; isUnsupported: boolean } => {
  try {
    act();
  } catch (error) {
    if (error instanceof DefinitionError)
      return { paths: error.problems.map((problem) => problem.path), isUnsupported: error.isUnsupported };
    throw error;
  }
  return { paths: [], isUnsupported: false };
};

const mapOver = (more: object) => ({
  Each: { Type: 'Map', ItemProcessor: { StartAt: 'In', States: { In: pass({}) } }, End: true, ...more },
});

describe('loading', () => {
  it.each([
    { name: 'JSONPath', act: load({ A: pass({}) }, { QueryLanguage: 'JSONPath' }), path: '/States/A' },
    { name: 'an ItemReader', act: load(mapOver({ ItemReader: {} })), path: '/States/Each/ItemReader' },
    { name: 'a ResultWriter', act: load(mapOver({ ResultWriter: {} })), path: '/States/Each/ResultWriter' },
    {
      name: 'an activity',
      act: load({ A: task({ Resource: 'arn:aws:states:eu-west-1:000000000000:activity:x' }) }),
      path: '/States/A/Resource',
    },
    {
      name: 'a resource the driver has no service for',
      act: load({ A: task({ Resource: PARK }) }, {}, () => false),
      path: '/States/A/Resource',
    },
  ])('lists $name as unsupported', ({ act, path }) => {
    expect(problemsOf(act)).toEqual({ paths: [path], isUnsupported: true });
  });

  it.each([
    { name: '$eval', act: load({ A: pass({ Output: "{% $eval('1') %}" }) }), path: '/States/A/Output' },
    {
      name: 'syntax after 2.0.6',
      act: load({ A: pass({ Output: { x: '{% $a ?? 1 %}' } }) }),
      path: '/States/A/Output/x',
    },
    { name: 'a missing target', act: load({ A: pass({ Next: 'B' }) }), path: '/States/A/Next' },
    { name: 'a name of 81 characters', act: load({ ['a'.repeat(81)]: pass({}) }), path: `/States/${'a'.repeat(81)}` },
    {
      name: 'an inner variable with an outer name',
      act: load({
        A: pass({ Assign: { x: 1 }, Next: 'Each' }),
        ...mapOver({ ItemProcessor: { StartAt: 'In', States: { In: pass({ Assign: { x: 2 } }) } } }),
      }),
      path: '/States/Each/ItemProcessor/States/In/Assign',
    },
    {
      name: 'a heartbeat as long as the timeout',
      act: load({ A: task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }) }),
      path: '/States/A/HeartbeatSeconds',
    },
    {
      name: 'a token for the optimized DynamoDB',
      act: load({ A: task({ Resource: 'arn:aws:states:::dynamodb:updateItem.waitForTaskToken' }) }),
      path: '/States/A/Resource',
    },
  ])('refuses $name', ({ act, path }) => {
    expect(problemsOf(act)).toEqual({ paths: [path], isUnsupported: false });
  });

  it('says once what is wrong with a Resource of no known form', () => {
    const act = load({ A: task({ Resource: `${PARK}s` }) }, {}, () => false);

    expect(problemsOf(act)).toEqual({ paths: ['/States/A/Resource'], isUnsupported: false });
  });

  it('takes a name of 80 characters and a state nothing leads to', () => {
    expect(problemsOf(load({ ['a'.repeat(80)]: pass({}), Lost: pass({}) })).paths).toEqual([]);
  });
});

describe('validation', () => {
  it('marks as lint what AWS would take', () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: task({ Resource: PARK, Retry: [{ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'] }] }),
        Lost: pass({ Output: '{%1%}' }),
      },
    };

    expect(validate(definition).map(({ path, lint }) => [path, lint])).toEqual([
      ['/States/A', true],
      ['/States/Lost/Output', true],
      ['/States/Lost', true],
    ]);
  });
});

describe('validation of an Express machine', () => {
  const problems = (Resource: string, type?: 'EXPRESS' | 'STANDARD') => {
    const definition = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: task({ Resource }) } };
    return validate(definition, type).map(({ path }) => path);
  };

  it.each([
    ['arn:aws:states:::sqs:sendMessage', []],
    ['arn:aws:states:::sqs:sendMessage.waitForTaskToken', ['/States/A/Resource']],
    [PARK, ['/States/A/Resource']],
    ['arn:aws:states:::states:startExecution', []],
    ['arn:aws:states:::states:startExecution.sync', ['/States/A/Resource']],
    ['arn:aws:states:::states:startExecution.sync:2', ['/States/A/Resource']],
    ['arn:aws:states:eu-west-1:000000000000:activity:x', ['/States/A/Resource']],
  ])('takes or refuses %s, which a Standard one may name', (resource, paths) => {
    expect(problems(resource, 'EXPRESS')).toEqual(paths);
    expect(problems(resource, 'STANDARD')).toEqual([]);
    expect(problems(resource)).toEqual([]);
  });
});

describe('a Resource', () => {
  it.each([
    [PARK, { type: 'aws-sdk', service: 'dynamodb', action: 'updateItem', pattern: 'token' }],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      { type: 'optimized', service: 'states', action: 'startExecution', pattern: 'sync:2' },
    ],
    ['arn:aws:states:::lambda:invoke', { type: 'optimized', service: 'lambda', action: 'invoke', pattern: 'request' }],
    ['arn:aws:states:::aws-sdk:sfn:startExecution.sync', undefined],
    ['not an arn', undefined],
  ])('%s is read as %j', (resource, integration) => {
    expect(parseResource(resource)).toEqual(integration);
  });
});
