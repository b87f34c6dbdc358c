import { isObject, type Json, list, objectIn } from '../json.ts';
import { parseResource } from '../resource.ts';
import { at, type Check, checkOneOf, lint, report } from './check.ts';
import { isOptimized } from './optimized.ts';
import { checkSeconds } from './wait.ts';

export function checkTask(check: Check, state: Json): void {
  checkResource(at(check, 'Resource'), state.Resource);
  if (check.type === 'EXPRESS') checkExpress(at(check, 'Resource'), state.Resource);
  for (const field of ['TimeoutSeconds', 'HeartbeatSeconds']) {
    checkSeconds(at(check, field), state[field], 1);
    checkOneOf(check, state, [field, `${field}Path`], false);
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    report(at(check, 'HeartbeatSeconds'), `the heartbeat (${heartbeat}) must be smaller than the timeout (${timeout})`);
  }
  checkPrefixes(check, state);
  if ('Credentials' in state) checkCredentials(at(check, 'Credentials'), state.Credentials);
}

/** A CloudFormation reference or a `${placeholder}` is filled in before AWS sees it. */
const PLACEHOLDER = /^\$\{[\w.:-]+\}$/;
const ARN = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/;
const LAMBDA_ARN = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+(:(\$LATEST|[\w$-]+))?$/;

function checkResource(check: Check, resource: unknown): void {
  if (isObject(resource)) return;
  if (typeof resource !== 'string') {
    report(check, 'a Task needs a Resource');
    return;
  }
  if (PLACEHOLDER.test(resource) || /^arn:.*\$\{[\w.:-]+\}/.test(resource)) return;
  if (!isKnownArn(resource)) {
    report(
      check,
      `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
    );
  }
}

/** An Express machine lives for five minutes and keeps no tokens: it can call, but not wait for who answers later. */
function checkExpress(check: Check, resource: unknown): void {
  const integration = typeof resource === 'string' ? parseResource(resource) : undefined;
  if (integration?.type === 'activity') report(check, 'Express state machine does not support activities');
  if (integration === undefined || integration.pattern === 'request') return;
  const { pattern } = integration;
  const suffix = pattern === 'token' ? '.waitForTaskToken' : `.${pattern}`;
  report(check, `Express state machine does not support '${suffix}' service integration, make the machine Standard`);
}

function isKnownArn(resource: string): boolean {
  if (!ARN.test(resource)) return false;
  const service = resource.split(':')[2];
  if (service === 'lambda') return LAMBDA_ARN.test(resource);
  if (service !== 'states') return true;
  const integration = parseResource(resource);
  return integration !== undefined && (integration.type !== 'optimized' || isOptimized(integration));
}

function checkCredentials(check: Check, credentials: unknown): void {
  if (!isObject(credentials)) {
    report(check, 'Credentials is an object with RoleArn');
    return;
  }
  if (check.language === 'JSONata' && credentials.RoleArn === undefined)
    report(check, "The field 'RoleArn' is required but was missing");
}

/** AWS prefixes DynamoDB's errors differently: `DynamoDb.` for aws-sdk, `DynamoDB.` for the optimized integration. */
const WRONG_PREFIX = { 'aws-sdk': 'DynamoDB.', optimized: 'DynamoDb.' } as const;

/** A name with the other spelling never matches, and the error falls to States.ALL without a word. */
function checkPrefixes(check: Check, state: Json): void {
  const integration = typeof state.Resource === 'string' ? parseResource(state.Resource) : undefined;
  if (integration?.service !== 'dynamodb' || (integration.type !== 'aws-sdk' && integration.type !== 'optimized'))
    return;
  const wrong = WRONG_PREFIX[integration.type];
  const names = [...list(state.Retry), ...list(state.Catch)].flatMap((entry) => list(objectIn(entry).ErrorEquals));
  for (const name of names) {
    if (typeof name === 'string' && name.startsWith(wrong))
      lint(check, `"${name}" never comes from ${state.Resource}, its errors have the other spelling of ${wrong}`);
  }
}
