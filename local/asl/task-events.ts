import type { Draft } from './draft.ts';
import type { Failure } from './failure.ts';
import type { TaskState } from './machine.ts';
import { WHOLE } from './pipeline.ts';
import { historyNames } from './resource.ts';
import type { Call } from './states/task.ts';
import type { Thread } from './types.ts';

/** A function's ARN as Resource has its own event names (LambdaFunction*), every other integration shares Task*. */
const prefix = (state: TaskState): string => (state.integration.type === 'lambda' ? 'LambdaFunction' : 'Task');

const names = (state: TaskState): Record<string, unknown> =>
  state.integration.type === 'lambda' ? {} : { ...historyNames(state.integration) };

export function logScheduled(draft: Draft, thread: Thread, state: TaskState, call: Call): void {
  const isLambda = state.integration.type === 'lambda';
  const text = draft.text(call.arguments);
  const roleArn = credentialsRole(call.credentials);
  draft.emit(thread, `${prefix(state)}Scheduled`, {
    ...(isLambda
      ? { resource: state.resource, input: text, inputDetails: WHOLE }
      : { ...names(state), region: region(draft), parameters: text }),
    ...(call.timeout === undefined ? {} : { timeoutInSeconds: call.timeout }),
    ...(call.heartbeat === undefined || isLambda ? {} : { heartbeatInSeconds: call.heartbeat }),
    ...(roleArn === undefined ? {} : { taskCredentials: { roleArn } }),
  });
  draft.emit(thread, `${prefix(state)}Started`, isLambda ? undefined : names(state));
}

const region = (draft: Draft): string => draft.machine.arn.split(':')[3] ?? '';

const credentialsRole = (credentials: unknown): unknown =>
  typeof credentials === 'object' && credentials !== null && 'RoleArn' in credentials ? credentials.RoleArn : undefined;

export function logSubmitted(draft: Draft, thread: Thread, state: TaskState, output: unknown): void {
  draft.emit(thread, 'TaskSubmitted', { ...names(state), output: draft.text(output), outputDetails: WHOLE });
}

export function logSucceeded(draft: Draft, thread: Thread, state: TaskState, output: unknown): void {
  draft.emit(thread, `${prefix(state)}Succeeded`, {
    ...names(state),
    output: draft.text(output),
    outputDetails: WHOLE,
  });
}

export function logFailed(draft: Draft, thread: Thread, state: TaskState, failure: Failure): void {
  draft.emit(thread, `${prefix(state)}Failed`, {
    ...names(state),
    ...(failure.error === undefined ? {} : { error: failure.error }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  });
}

export function logTimedOut(draft: Draft, thread: Thread, state: TaskState): void {
  draft.emit(thread, `${prefix(state)}TimedOut`, { ...names(state), error: 'States.Timeout' });
}
