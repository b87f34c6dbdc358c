import type { AslEvent, InvokeEffect } from '../asl/index.ts';
import type { MockCall } from './case.ts';
import { agrees, brief } from './compare.ts';
import { openUnknown, placeholderOf, withAliases } from './placeholders.ts';
import type { Service } from './world.ts';

/** The recorded services of a case, and what went against the recording while they were called. */
export interface MockedService {
  readonly service: Service;
  readonly complaints: string[];
  /** Task token of the run -> what the recording has in its place. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly unused: () => MockCall[];
}

export function mockedService(calls: readonly MockCall[], given: ReadonlySet<string>): MockedService {
  const aliases = new Map<string, string>();
  const complaints: string[] = [];
  const used = new Set<MockCall>();
  const counts = new Map<string, number>();
  const service = (call: InvokeEffect): AslEvent[] => {
    const mock = find(calls, call, counts);
    if (mock === undefined) {
      complaints.push(`the state "${call.state}" made a call that was not recorded`);
      return [];
    }
    used.add(mock);
    complaints.push(...check(mock, call, given, aliases));
    return answers(mock, call);
  };
  return { service, complaints, aliases, unused: () => calls.filter((mock) => !used.has(mock)) };
}

/** Calls count per state, and per Map iteration where the recording tells iterations apart. */
function find(calls: readonly MockCall[], call: InvokeEffect, counts: Map<string, number>): MockCall | undefined {
  const ofState = calls.filter((mock) => mock.state === call.state);
  const perIndex = ofState.some((mock) => mock.mapIndex !== undefined);
  const key = perIndex ? `${call.state} ${call.mapIndex}` : call.state;
  const nth = (counts.get(key) ?? 0) + 1;
  counts.set(key, nth);
  return ofState.find((mock) => mock.call === nth && (!perIndex || mock.mapIndex === call.mapIndex));
}

function check(mock: MockCall, call: InvokeEffect, given: ReadonlySet<string>, aliases: Map<string, string>): string[] {
  const placeholder = call.token === undefined ? undefined : placeholderOf(call.token, call.arguments, mock.parameters);
  if (call.token !== undefined && placeholder !== undefined) aliases.set(call.token, placeholder);
  const expected = openUnknown(mock.parameters, new Set([...given, ...aliases.values()]));
  const actual = withAliases(call.arguments, aliases);
  return agrees(expected, actual)
    ? []
    : [`the call of "${call.state}" expected ${brief(expected)}, got ${brief(actual)}`];
}

/** A callback or a job answers twice: that it was taken, and how it went. `at` is set by the world. */
function answers(mock: MockCall, call: InvokeEffect): AslEvent[] {
  const { outcome } = mock;
  const isTwoStep = call.integration.pattern !== 'request';
  const submitted = isTwoStep && mock.submitted !== undefined;
  const first: AslEvent[] = submitted ? [{ kind: 'task-result', task: call.task, at: 0, output: mock.submitted }] : [];
  if (outcome.timeout || outcome.none) return first;
  const token = call.integration.pattern === 'token' && submitted ? call.token : undefined;
  return [...first, isFailure(mock) ? failure(mock, call.task, token) : success(mock, call, token)];
}

const isFailure = ({ outcome }: MockCall): boolean => outcome.result === undefined;

function failure({ outcome }: MockCall, task: string, token: string | undefined): AslEvent {
  const told = {
    at: 0,
    ...(outcome.error === undefined ? {} : { error: outcome.error }),
    ...(outcome.cause === undefined ? {} : { cause: outcome.cause }),
  };
  return token === undefined ? { kind: 'task-failure', task, ...told } : { kind: 'token-failure', token, ...told };
}

/** Without a recorded submission the answer came by the token all the same. */
function success({ outcome }: MockCall, call: InvokeEffect, token: string | undefined): AslEvent {
  const by = token ?? call.token;
  return by === undefined
    ? { kind: 'task-result', task: call.task, at: 0, output: outcome.result }
    : { kind: 'token-success', token: by, at: 0, output: outcome.result };
}
