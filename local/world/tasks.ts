import type { Ports } from '../../lambdas/kernel/ports.ts';
import type { InvokeEffect } from '../asl/index.ts';
import type { InProcessTable } from '../dynamodb/in-process-table.ts';
import { sendRaw } from '../dynamodb/send-raw.ts';
import type { TaskResult, TaskRunner } from './execution.ts';
import { handlers, isFunction, started } from './functions.ts';
import type { Ending, Invocations } from './invocations.ts';

interface TaskWorld {
  readonly ports: Ports;
  readonly table: InProcessTable;
  readonly invocations: Invocations;
}

/** How a Task state reaches its Lambda, or the table where Step Functions writes by itself. */
export const taskRunner =
  (world: TaskWorld): TaskRunner =>
  (effect, ended) =>
    effect.integration.service === 'dynamodb' ? writeRow(world, effect, ended) : invoke(world, effect, ended);

function invoke({ ports, invocations }: TaskWorld, effect: InvokeEffect, ended: Parameters<TaskRunner>[1]) {
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
}

function lambdaResult(ending: Ending): TaskResult {
  if (ending.kind === 'returned')
    return { output: { ExecutedVersion: '$LATEST', Payload: ending.value, StatusCode: 200 } };
  if (ending.kind === 'failed') return failure('', ending.error);
  const error = ending.why === 'timeout' ? 'Sandbox.Timedout' : 'Lambda.Unknown';
  return { error, cause: JSON.stringify({ errorType: error }) };
}

/** Step Functions' own call: it takes time and may be throttled or lose its answer, but it has no process that crashes. */
function writeRow({ table, invocations }: TaskWorld, effect: InvokeEffect, ended: Parameters<TaskRunner>[1]) {
  const input = Object(effect.arguments);
  const write = { target: 'store', operation: `aws-sdk:dynamodb:${effect.integration.action}`, input } as const;
  return invocations.run(
    { function: 'states' },
    () => invocations.call(write, () => sendRaw(table, effect.integration.action as 'updateItem', input)),
    (ending) => ended(writeResult(ending)),
  );
}

function writeResult(ending: Ending): TaskResult {
  if (ending.kind === 'returned') return { output: ending.value };
  const lost = ending.kind === 'killed' || Object(ending.error).name === 'TimeoutError';
  return lost ? { error: 'DynamoDb.SdkClientException', cause: 'no answer' } : failure('DynamoDb.', ending.error);
}

function failure(prefix: string, error: unknown): TaskResult {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return { error: `${prefix}${name}`, cause: JSON.stringify({ errorType: name, errorMessage: message }) };
}
