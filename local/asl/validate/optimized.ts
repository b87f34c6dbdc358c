import type { Integration, Pattern } from '../types.ts';

const CALLBACK: readonly Pattern[] = ['request', 'token'];
const JOB: readonly Pattern[] = ['request', 'sync'];
const REQUEST: readonly Pattern[] = ['request'];

/**
 * Optimized integrations whose actions and patterns are documented (integrations table of the developer guide). A
 * service that is not listed is not judged. Note: optimized DynamoDB has no callback, the aws-sdk one has.
 */
const OPTIMIZED: Readonly<Record<string, { actions: readonly string[]; patterns: readonly Pattern[] }>> = {
  lambda: { actions: ['invoke'], patterns: CALLBACK },
  dynamodb: { actions: ['getItem', 'putItem', 'updateItem', 'deleteItem'], patterns: REQUEST },
  sns: { actions: ['publish'], patterns: CALLBACK },
  sqs: { actions: ['sendMessage'], patterns: CALLBACK },
  events: { actions: ['putEvents'], patterns: CALLBACK },
  apigateway: { actions: ['invoke'], patterns: CALLBACK },
  http: { actions: ['invoke'], patterns: REQUEST },
  states: { actions: ['startExecution'], patterns: ['request', 'sync', 'sync:2', 'token'] },
  ecs: { actions: ['runTask'], patterns: ['request', 'sync', 'token'] },
  batch: { actions: ['submitJob'], patterns: JOB },
  glue: { actions: ['startJobRun'], patterns: JOB },
};

export function isOptimized(integration: Integration): boolean {
  const row = Object.hasOwn(OPTIMIZED, integration.service) ? OPTIMIZED[integration.service] : undefined;
  return row === undefined || (row.actions.includes(integration.action) && row.patterns.includes(integration.pattern));
}
