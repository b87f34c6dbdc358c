import { objectIn, text } from '../asl/json.ts';
import { compileMachine } from '../asl/load.ts';
import type { Case } from './case.ts';
import { agrees, brief, causeAgrees } from './compare.ts';
import { type TestStateInput, testState } from './test-state.ts';
import type { Finding } from './verdict.ts';

/** The name AWS gives a state that is tested without its machine. */
const LONE_STATE = 'StateName';

/** One call of the TestState API against the same state here. */
export async function runTestState(of: Case): Promise<Finding> {
  if (of.expected.status === undefined)
    return { verdict: 'failed', why: 'the case expects no status, so it checks nothing' };
  const { definition, stateName, language } = asMachine(of);
  if (language !== 'JSONata') return { verdict: 'unsupported', why: `the state is written in ${language}` };
  const machine = compileMachine({
    name: 'test-state',
    arn: 'arn:aws:states:us-east-1:111111111111:stateMachine:test-state',
    definition,
  });
  const result: Record<string, unknown> = { ...(await testState({ machine, stateName, ...inputsOf(of) })) };
  const why = Object.entries(of.expected).flatMap(([field, value]) => {
    const same = field === 'cause' ? causeAgrees(value, result[field]) : agrees(value, result[field]);
    return same ? [] : [`expected ${field} ${brief(value)}, got ${brief(result[field])}`];
  })[0];
  const surplus = ['error', 'nextState'].find(
    (field) => result[field] !== undefined && of.expected[field] === undefined,
  );
  if (why !== undefined) return { verdict: 'failed', why };
  return surplus === undefined
    ? { verdict: 'passed', why: '' }
    : { verdict: 'failed', why: `expected no ${surplus}, got ${brief(result[surplus])}` };
}

function asMachine(of: Case): { definition: unknown; stateName: string; language: string } {
  const raw = objectIn(of.definition);
  const isMachine = raw.States !== undefined;
  const stateName = of.call?.stateName ?? (isMachine ? (text(raw.StartAt) ?? '') : LONE_STATE);
  const definition = isMachine
    ? raw
    : { QueryLanguage: raw.QueryLanguage, StartAt: stateName, States: { [stateName]: raw } };
  const state = objectIn(objectIn(definition.States)[stateName]);
  return { definition, stateName, language: text(state.QueryLanguage) ?? text(definition.QueryLanguage) ?? 'JSONPath' };
}

function inputsOf(of: Case): Omit<TestStateInput, 'machine' | 'stateName'> {
  const configuration = of.call?.stateConfiguration;
  const failure = of.mocks?.errorOutput;
  const data = configuration?.mapItemReaderData;
  return {
    input: of.input ?? {},
    variables: { ...objectIn(of.call?.variables) },
    retryCount: configuration?.retrierRetryCount ?? 0,
    failureCount: configuration?.mapIterationFailureCount,
    itemReaderData: data === undefined ? undefined : JSON.parse(data),
    result: of.mocks?.result === undefined ? undefined : { value: JSON.parse(of.mocks.result) },
    failure: failure === undefined || failure === null ? undefined : failureIn(failure),
  };
}

const failureIn = (output: { error?: string | undefined; cause?: string | undefined }) => ({
  ...(output.error === undefined ? {} : { error: output.error }),
  ...(output.cause === undefined ? {} : { cause: output.cause }),
});
