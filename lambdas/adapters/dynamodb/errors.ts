import { Failure, OutcomeUnknown, ServiceUnavailable, Throttled } from '../../kernel/failures.ts';

/** Refused before anything was written. */
const throttled: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'Throttling',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'LimitExceededException',
  'TooManyRequestsException',
]);

/** No connection was made. */
const notReached: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

/** The connection broke, or the other side did: what was sent may have been carried out. */
const answerLost: ReadonlySet<string> = new Set([
  'TimeoutError',
  'AbortError',
  'RequestTimeout',
  'RequestTimeoutException',
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * The SDK's error under the name that handlers and state machines know, so that a throttle and a dropped connection are
 * waited out instead of calling a person. A read changes nothing; a write whose answer was lost may have happened.
 * Refusals of a condition and mistakes of ours (a wrong expression, a missing right) stay as the SDK threw them.
 */
export function failureOf(error: unknown, kind: 'read' | 'write'): unknown {
  if (error instanceof Failure) return error;
  const names = namesOf(error);
  const options = { cause: error, facts: { dynamodb: names[0] ?? 'unknown' } };
  const is = (known: ReadonlySet<string>): boolean => names.some((name) => known.has(name));
  if (is(throttled)) return new Throttled('the table refused the rate: try again later', options);
  if (is(notReached)) return new ServiceUnavailable('the table could not be reached: try again', options);
  if (!is(answerLost) && !isServerFault(error)) return error;
  return kind === 'read'
    ? new ServiceUnavailable('the table did not answer a read: try again', options)
    : new OutcomeUnknown('the table gave no answer to a write: read before deciding again', options);
}

/** The SDK names its own errors, Node only numbers them: then the name is `Error` and the code tells. */
const namesOf = (error: unknown): string[] =>
  [Object(error).name, Object(error).code].filter((name): name is string => typeof name === 'string');

const isServerFault = (error: unknown): boolean =>
  Object(Object(error).$metadata).httpStatusCode >= 500 || /socket hang up/.test(String(Object(error).message));
