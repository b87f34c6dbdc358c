import type { Integration, Pattern } from './types.ts';

const PATTERNS: Readonly<Record<string, Pattern>> = {
  waitForTaskToken: 'token',
  sync: 'sync',
  'sync:2': 'sync:2',
};

const LAMBDA = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+(:[^:]+)?$/;
const SDK = /^arn:[^:]*:states:[^:]*:[^:]*:aws-sdk:([^:.]+):([^:.]+)(?:\.(waitForTaskToken))?$/;
const OPTIMIZED = /^arn:[^:]*:states:[^:]*:[^:]*:([^:.]+):([^:.]+)(?:\.(sync:2|sync|waitForTaskToken))?$/;
const ACTIVITY = /^arn:[^:]*:states:[^:]*:[^:]*:activity:([^:]+)$/;

/** Reads a Task's Resource; undefined when it is none of the forms Step Functions knows. */
export function parseResource(resource: string): Integration | undefined {
  if (LAMBDA.test(resource)) return { type: 'lambda', service: 'lambda', action: resource, pattern: 'request' };
  const activity = ACTIVITY.exec(resource);
  if (activity) return { type: 'activity', service: 'activity', action: activity[1] ?? '', pattern: 'request' };
  const sdk = SDK.exec(resource);
  if (sdk) return integration('aws-sdk', sdk);
  const optimized = OPTIMIZED.exec(resource);
  return optimized ? integration('optimized', optimized) : undefined;
}

const integration = (type: Integration['type'], [, service = '', action = '', suffix = '']: string[]): Integration => ({
  type,
  service,
  action,
  pattern: PATTERNS[suffix] ?? 'request',
});

/** The two words the history uses: `aws-sdk:dynamodb` and `updateItem.waitForTaskToken`. */
export function historyNames(of: Integration): { resourceType: string; resource: string } {
  if (of.type === 'lambda') return { resourceType: 'lambda', resource: of.action };
  const suffix = of.pattern === 'request' ? '' : `.${of.pattern === 'token' ? 'waitForTaskToken' : of.pattern}`;
  return {
    resourceType: of.type === 'aws-sdk' ? `aws-sdk:${of.service}` : of.service,
    resource: `${of.action}${suffix}`,
  };
}
