import type { Operation } from '../dynamodb/in-process-table.ts';
import { sendRaw } from '../dynamodb/send-raw.ts';
import type { TaskResult } from './execution.ts';
import { handlers, isFunction, started } from './functions.ts';
import type { Ending } from './invocations.ts';
import type { RunTask } from './task-world.ts';

export const invoke: RunTask = async ({ ports, invocations }, { effect }, ended) => {
  const { FunctionName: name, Payload: payload } = Object(effect.arguments) as {
    FunctionName: string;
    Payload: unknown;
  };
  const handler = isFunction(name) ? handlers[name] : undefined;
  if (!handler || !isFunction(name))
    return ended({ error: 'Lambda.ResourceNotFoundException', cause: `there is no function ${name}` });
  return invocations.run(
    started(name),
    () => handler.lambda(ports)(payload, {}),
    (ending) => ended(lambdaResult(ending)),
  );
};

function lambdaResult(ending: Ending): TaskResult {
  if (ending.kind === 'returned')
    return { output: { ExecutedVersion: '$LATEST', Payload: ending.value, StatusCode: 200 } };
  if (ending.kind === 'failed') return failure('', ending.error);
  const error = ending.why === 'timeout' ? 'Sandbox.Timedout' : 'Lambda.Unknown';
  return { error, cause: JSON.stringify({ errorType: error }) };
}

/** Step Functions' own call: it takes time and may be throttled or lose its answer, but it has no process that crashes. */
export const tableCall =
  (action: Operation): RunTask =>
  ({ table, invocations }, { effect }, ended) => {
    const input = Object(effect.arguments);
    const call = { target: 'store', operation: `aws-sdk:dynamodb:${action}`, input } as const;
    return invocations.run(
      { function: 'states' },
      () => invocations.call(call, () => sendRaw(table, action, input)),
      (ending) => ended(writeResult(ending)),
    );
  };

function writeResult(ending: Ending): TaskResult {
  if (ending.kind === 'returned') return { output: ending.value };
  const lost = ending.kind === 'killed' || Object(ending.error).name === 'TimeoutError';
  return lost ? { error: 'DynamoDb.SdkClientException', cause: 'no answer' } : failure('DynamoDb.', ending.error);
}

function failure(prefix: string, error: unknown): TaskResult {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return { error: `${prefix}${name}`, cause: JSON.stringify({ errorType: name, errorMessage: message }) };
}
