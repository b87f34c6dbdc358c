import { DefinitionError, type Frame, loadMachine, type Machine } from '../asl/index.ts';
import type { Case } from './case.ts';
import { agrees, brief, causeAgrees } from './compare.ts';
import { compareHistory, type FlatEvent, flatten } from './history.ts';
import { mockedService } from './mocks.ts';
import { givenPlaceholders, withAliases } from './placeholders.ts';
import type { Finding } from './verdict.ts';
import { play } from './world.ts';

/** Plays an execution against its recorded services and compares outcome and history. */
export async function runExecution(of: Case): Promise<Finding> {
  if (of.expected.status === undefined)
    return { verdict: 'failed', why: 'the case expects no status, so it checks nothing' };
  const machine = load(of);
  if (!('scopes' in machine)) return machine;
  const calls = of.mocks?.calls ?? [];
  const mocks = mockedService(
    calls,
    givenPlaceholders(
      of.definition,
      of.input,
      calls.map((call) => [call.outcome, call.submitted]),
    ),
  );
  const run = await play(machine, of.input ?? {}, recordedAt(of), mocks.service);
  const frame = withAliases(run.frame, mocks.aliases);
  const history = flatten(withAliases(run.history, mocks.aliases));
  const why =
    compareOutcome(of, frame) ??
    mocks.complaints[0] ??
    compareHistory(of.expected.events ?? [], history, of.expected.events ? (of.expected.order ?? 'total') : 'none') ??
    compareClocks(of, history) ??
    mocks.unused().map((mock) => `the recorded call ${mock.call} of "${mock.state}" was not made`)[0];
  return why === undefined ? { verdict: 'passed', why: '' } : { verdict: 'failed', why };
}

const ARN = 'arn:aws:states:us-east-1:111111111111:stateMachine:conformance';

function load(of: Case): Machine | Finding {
  try {
    return loadMachine({ name: 'conformance', arn: ARN, definition: of.definition });
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    const why = error.problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ');
    return { verdict: error.isUnsupported ? 'unsupported' : 'failed', why };
  }
}

/** `04-11-2024, 11:40:50`: timestamps in a case were in the past or the future at that time. */
function recordedAt(of: Case): number {
  const [, day, month, year, time] = /^(\d\d)-(\d\d)-(\d{4}), (\d\d:\d\d:\d\d)/.exec(of.source?.recorded ?? '') ?? [];
  return year === undefined ? Date.parse('2024-11-04T00:00:00Z') : Date.parse(`${year}-${month}-${day}T${time}Z`);
}

function compareOutcome({ expected }: Case, frame: Frame): string | undefined {
  const state = { status: frame.status, output: frame.output, error: frame.error, cause: frame.cause };
  if (expected.status !== frame.status) return `expected status ${expected.status}, got ${brief(state)}`;
  if ('output' in expected && !agrees(expected.output, frame.output))
    return `expected output ${brief(expected.output)}, got ${brief(frame.output)}`;
  if (expected.error !== frame.error && frame.status !== 'SUCCEEDED')
    return `expected error ${brief(expected.error)}, got ${brief(frame.error)}`;
  if ('cause' in expected && !causeAgrees(expected.cause, frame.cause))
    return `expected cause ${brief(expected.cause)}, got ${brief(frame.cause)}`;
  return undefined;
}

/** TimeoutSeconds and HeartbeatSeconds of recorded calls, as the history shows them. */
function compareClocks(of: Case, events: readonly FlatEvent[]): string | undefined {
  for (const mock of of.mocks?.calls ?? []) {
    const scheduled = events.find((event) => /Scheduled$/.test(event.type) && event.state === mock.state);
    if (scheduled === undefined) continue;
    for (const clock of ['timeoutInSeconds', 'heartbeatInSeconds'] as const) {
      if (mock[clock] !== undefined && mock[clock] !== scheduled[clock])
        return `expected ${clock} ${mock[clock]} at "${mock.state}", got ${brief(scheduled[clock])}`;
    }
  }
  return undefined;
}
