import { type Integration, type InvokeEffect, parseResource } from '../asl/index.ts';
import type { Operation } from '../dynamodb/in-process-table.ts';
import type { TaskRunner } from './execution.ts';
import { startChild } from './start-child.ts';
import type { RunTask, TaskWorld } from './task-world.ts';
import { invoke, tableCall } from './tasks.ts';

interface Service {
  readonly patterns: readonly Integration['pattern'][];
  readonly run: RunTask;
  /** The error of a call nobody knows the end of: its process was gone. */
  readonly lost: string;
}

const callback = ['request', 'token'] as const;

const row = (action: Operation): Service => ({
  patterns: callback,
  run: tableCall(action),
  lost: 'DynamoDb.SdkClientException',
});

/** Every Resource a machine may name here, and what carries it out. Any other is refused when the machine is loaded. */
const services: Readonly<Record<string, Service>> = {
  'lambda:invoke': { patterns: callback, run: invoke, lost: 'Lambda.Unknown' },
  'states:startExecution': {
    patterns: [...callback, 'sync', 'sync:2'],
    run: startChild('StepFunctions.', (at) => at),
    lost: 'StepFunctions.SdkClientException',
  },
  'aws-sdk:sfn:startExecution': {
    patterns: callback,
    run: startChild('Sfn.', (at) => new Date(at).toISOString()),
    lost: 'Sfn.SdkClientException',
  },
  'aws-sdk:dynamodb:getItem': row('getItem'),
  'aws-sdk:dynamodb:putItem': row('putItem'),
  'aws-sdk:dynamodb:updateItem': row('updateItem'),
  'aws-sdk:dynamodb:deleteItem': row('deleteItem'),
  'aws-sdk:dynamodb:query': row('query'),
};

function serviceOf({ type, service, action, pattern }: Integration): Service | undefined {
  const key = `${type === 'aws-sdk' ? 'aws-sdk:' : ''}${service}:${action}`;
  const found = Object.hasOwn(services, key) ? services[key] : undefined;
  return found?.patterns.includes(pattern) ? found : undefined;
}

export function supports(resource: string): boolean {
  const integration = parseResource(resource);
  return integration !== undefined && serviceOf(integration) !== undefined;
}

function required({ integration, resource }: InvokeEffect): Service {
  const service = serviceOf(integration);
  if (!service)
    throw new Error(`no service here answers ${resource}, which its machine should not have been loaded with`);
  return service;
}

export const lostError = (effect: InvokeEffect): string => required(effect).lost;

/** How a Task state reaches its service. */
export const taskRunner =
  (world: TaskWorld): TaskRunner =>
  (task, ended) =>
    required(task.effect).run(world, task, ended);
