import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Case, parseCases } from '../../../local/conformance/case.ts';
import { runCases } from '../../../local/conformance/run.ts';
import { sharedExists, sharedPath } from '../../../local/shared.ts';

const FILES = ['cases.jsonl', 'cases-validation.jsonl'];
const given = sharedExists('conformance');

const whenGiven = given ? it : it.skip;

describe('the recorded cases', () => {
  whenGiven('agree, apart from what is listed as not supported', async () => {
    const cases = FILES.flatMap((name) => parseCases(readFileSync(sharedPath('conformance', name), 'utf8'), name));
    const report = await runCases(cases);

    const odd = report.cases.filter((row) => row.verdict === 'failed' && row.caveat === undefined);
    expect(odd).toEqual([]);
    expect(report.passed).toBeGreaterThan(cases.length * 0.95);
  });
});

const plain = {
  id: 'own/pass',
  kind: 'execution',
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'Call',
    States: {
      Call: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { n: '{% $states.input.n %}' },
        End: true,
      },
    },
  },
  input: { n: 1 },
  mocks: { calls: [{ state: 'Call', call: 1, parameters: { n: 1 }, outcome: { result: 'ok' } }] },
  expected: {
    status: 'SUCCEEDED',
    output: 'ok',
    order: 'total',
    events: [
      { type: 'ExecutionStarted', id: 1, prev: 0 },
      { type: 'TaskStateEntered', id: 2, prev: 0, state: 'Call' },
      { type: 'TaskScheduled', id: 3, prev: 2, parameters: { n: 1 } },
      { type: 'TaskStarted', id: 4, prev: 3 },
      { type: 'TaskSucceeded', id: 5, prev: 4 },
      { type: 'TaskStateExited', id: 6, prev: 5, state: 'Call' },
      { type: 'ExecutionSucceeded', id: 7, prev: 6 },
    ],
  },
};

const callback = {
  ...plain,
  kind: 'validate',
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'Ask',
    States: { Ask: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', End: true } },
  },
  expected: { valid: false },
};

const verdictOf = async (changed: unknown): Promise<string | undefined> => {
  const [only]: Case[] = parseCases(JSON.stringify(changed), 'own');
  return only && (await runCases([only])).cases[0]?.verdict;
};

const withExpected = (more: object) => ({ ...plain, expected: { ...plain.expected, ...more } });
const swapped = plain.expected.events.map((event, i, all) => all[i === 3 ? 4 : i === 4 ? 3 : i] ?? event);

describe('the runner', () => {
  it.each([
    { name: 'the case as it is', changed: plain, verdict: 'passed' },
    { name: 'another status', changed: withExpected({ status: 'FAILED' }), verdict: 'failed' },
    { name: 'another output', changed: withExpected({ output: 'other' }), verdict: 'failed' },
    { name: '<any> inside the output', changed: withExpected({ output: 'o<any>' }), verdict: 'passed' },
    { name: 'an error that did not come', changed: withExpected({ cause: 'why' }), verdict: 'failed' },
    { name: 'events in another order', changed: withExpected({ events: swapped }), verdict: 'failed' },
    {
      name: 'events in another order as a multiset',
      changed: withExpected({ events: swapped, order: 'multiset' }),
      verdict: 'passed',
    },
    {
      name: 'another chain of events',
      changed: withExpected({
        order: 'causal',
        events: plain.expected.events.map((event) => (event.id === 5 ? { ...event, prev: 3 } : event)),
      }),
      verdict: 'failed',
    },
    { name: 'an event too few', changed: withExpected({ events: plain.expected.events.slice(1) }), verdict: 'failed' },
    {
      name: 'other arguments',
      changed: { ...plain, mocks: { calls: [{ ...plain.mocks.calls[0], parameters: { n: 2 } }] } },
      verdict: 'failed',
    },
    {
      name: 'a call that is never made',
      changed: { ...plain, mocks: { calls: [...plain.mocks.calls, { ...plain.mocks.calls[0], call: 2 }] } },
      verdict: 'failed',
    },
    { name: 'a call that was not recorded', changed: { ...plain, mocks: null }, verdict: 'failed' },
    { name: 'nothing to check', changed: { ...plain, expected: {} }, verdict: 'failed' },
    { name: 'a need nobody here meets', changed: { ...plain, needs: ['s3'] }, verdict: 'unsupported' },
    {
      name: 'a machine in JSONPath',
      changed: { ...plain, definition: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } } },
      verdict: 'unsupported',
    },
    {
      name: 'a valid definition said to be invalid',
      changed: { ...plain, kind: 'validate', expected: { valid: false } },
      verdict: 'failed',
    },
    {
      name: 'a token in a machine that was recorded as Express',
      changed: { ...callback, source: { test: 'test_definition_type_express[TOKEN]' } },
      verdict: 'passed',
    },
    {
      name: 'a token in a machine that was recorded as Standard, said to be invalid',
      changed: { ...callback, source: { test: 'test_definition_type_standard[TOKEN]' } },
      verdict: 'failed',
    },
  ])('says $verdict for $name', async ({ changed, verdict }) => {
    expect(await verdictOf(changed)).toBe(verdict);
  });

  it('counts a case with a caveat apart', async () => {
    const report = await runCases(
      parseCases(JSON.stringify({ ...withExpected({ output: 'x' }), caveat: 'in doubt' }), 'own'),
    );

    expect(report).toMatchObject({ passed: 0, failed: 0, cases: [{ verdict: 'failed', caveat: 'in doubt' }] });
  });

  it.each(['{', '[]', '{"id":1}'])('refuses the line %s with one sentence', (line) => {
    expect(() => parseCases(line, 'some.jsonl')).toThrow(/^some\.jsonl line 1 is not .*[^\n]$/);
  });
});
