import { describe, expect, it } from '@jest/globals';
import { cameOf, type Known, meaningOf } from '../../../local/console/execution-outcomes.ts';
import { wakes, wakesOf } from '../../../local/console/execution-wakes.ts';
import { awsConsoleUrl, lasted } from '../../../local/console/execution-words.ts';
import { machineFiles } from '../../../local/console/gallery-files.ts';
import { allStates, readDefinition } from '../../../local/console/graph/definition.ts';
import type { Passage } from '../../../local/console/graph/passages.ts';

const states = allStates(
  readDefinition({
    StartAt: 'w',
    States: {
      w: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken', Next: 'c' },
      c: {
        Type: 'Choice',
        Comment: 'WAIT: not yet, or the card rests. DONE: paid, void or cancelled',
        Choices: [
          { Condition: "{% $verdict = 'WAIT' %}", Next: 'w' },
          { Condition: "{% $verdict = 'DONE' %}", Next: 'e' },
          { Condition: "{% $verdict = 'NEXT' %}", Next: 'e' },
        ],
        Default: 't',
      },
      t: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Next: 'e' },
      p: { Type: 'Wait', Seconds: 5, Next: 'e' },
      e: { Type: 'Succeed' },
    },
  }),
);
const known = (state: string, of: Partial<Passage>, more: Partial<Known> = {}): Known => ({
  passage: { state, entered: 0, left: 7_200_000, tries: 1, failures: [], ...of },
  state: states.find(({ name }) => name === state),
  next: undefined,
  variables: {},
  ...more,
});
const failed = (error: string, cause?: string) => ({ failures: [{ at: 1, error, ...(cause ? { cause } : {}) }] });
const token = { resource: 'updateItem.waitForTaskToken' };

describe('what came of a state', () => {
  it.each([
    ['a wait whose time came', known('w', { ...token, ...failed('States.Timeout') }), 'its time came'],
    [
      'news before the wait',
      known('w', { ...token, ...failed('DynamoDb.ConditionalCheckFailedException') }),
      'did not begin: something had happened since the step before had looked',
    ],
    [
      'a word of Stripe',
      known('w', { ...token, answer: '{"woken":"invoice.paid"}' }),
      'woken: Stripe reported invoice.paid',
    ],
    ['a person', known('w', { ...token, answer: '{"woken":"nudged by sam"}' }), 'woken: nudged by sam'],
    ['an answer in other words', known('w', { ...token, answer: 'no JSON' }), 'woken by an answer to its token'],
    [
      'a rule that held',
      known('c', {}, { next: 'e', variables: { verdict: '"DONE"' } }),
      'on to "e", since verdict is DONE (paid, void or cancelled)',
    ],
    [
      'another rule to the same state',
      known('c', {}, { next: 'e', variables: { verdict: '"NEXT"' } }),
      'on to "e", since verdict is NEXT',
    ],
    [
      'a rule that is told by nothing',
      known('c', {}, { next: 'e' }),
      'on to "e", since verdict is DONE, or verdict is NEXT',
    ],
    ['no rule', known('c', {}, { next: 't' }), 'on to "t", since none of its rules held'],
    ['a step', known('t', { answer: '{"Payload":{"verdict":"NEXT"}}', tries: 3 }), 'done, the run goes on, at try 3'],
    ['a step of another kind', known('t', { answer: '{}' }), 'done'],
    [
      'a step that failed',
      known('t', { ...failed('NotFound', '{"errorMessage":"there is no invoice"}'), tries: 2 }),
      'tried 2 times, then failed: NotFound, there is no invoice',
    ],
    ['a plain wait', known('p', {}), 'waited 2 hours'],
    ['the end', known('e', {}), 'the run ended here'],
    [
      'where a failed run ended',
      known('t', { ended: { how: 'failed', error: 'X', cause: 'y' } }),
      'the execution failed here: X: y',
    ],
  ])('tells %s', (_case, of, words) => {
    expect(cameOf(of)).toBe(words);
  });

  it('tells where it is now', () => {
    const { left: _, ...still } = known('w', {}).passage;

    expect(cameOf({ ...known('w', {}), passage: still })).toBe('it is here now');
  });

  it('reads the meaning of a value from the comment', () => {
    expect(meaningOf('WAIT', 'WAIT: not yet. DONE: it is over')).toBe('not yet');
    expect(meaningOf('GONE', 'WAIT: not yet. DONE: it is over')).toBeUndefined();
    expect(meaningOf(undefined, 'WAIT: not yet')).toBeUndefined();
  });
});

describe('what could wake a state', () => {
  const names = machineFiles().map(({ name }) => name);

  it('has a row for every machine, and only states that are there', () => {
    expect(Object.keys(wakes).toSorted()).toEqual(names);
    for (const { name, list } of machineFiles()) {
      const row = Object.entries(wakes).find(([machine]) => machine === name)?.[1];
      expect(allStates(list).map((state) => state.name)).toEqual(expect.arrayContaining(Object.keys(row?.here ?? {})));
    }
  });

  it.each([
    ['w', 'an answer to its task token'],
    ['p', 'nothing but its time'],
    ['t', 'the answer of what it has called'],
  ])('tells of %s in any machine', (state, words) => {
    const spec = states.find(({ name }) => name === state);

    expect(spec && wakesOf('another', spec).join()).toContain(words);
  });
});

describe('lengths and addresses', () => {
  it.each([
    [0, 'under a second'],
    [999, 'under a second'],
    [1000, '1 second'],
    [61_000, '1 minute 1 second'],
    [3_600_000, '1 hour'],
    [90_000_000, '1 day 1 hour'],
    [86_400_000 * 90, '90 days'],
  ])('%d milliseconds are %s', (length, words) => {
    expect(lasted(length)).toBe(words);
  });

  it.each([
    [
      'arn:aws:states:eu-west-1:1:execution:m:x',
      'https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws:states:eu-west-1:1:execution:m:x',
    ],
    ['arn:aws-cn:states:cn-north-1:1:execution:m:x', undefined],
    ['x', undefined],
  ])('%s is at %s', (arn, url) => {
    expect(awsConsoleUrl(arn)).toBe(url);
  });
});
