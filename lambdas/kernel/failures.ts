export interface FailureOptions {
  readonly cause?: unknown;
  /** Facts for the log, never secrets or addresses. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/**
 * One class per decision a caller can make. `name` is what Lambda reports as the error's type and what `ErrorEquals` in
 * a state machine matches, so it is a literal here and survives minified class names.
 */
export abstract class Failure extends Error {
  abstract override readonly name: string;
  /** Whether the same call may simply be made again. */
  abstract readonly retryable: boolean;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.facts = options.facts ?? {};
  }
}

/** The input is wrong and stays wrong: never retry, tell the sender. */
export class BadInput extends Failure {
  override readonly name = 'BadInput';
  override readonly retryable = false;
}

/** What the call names does not exist (any more): decide without it. */
export class NotFound extends Failure {
  override readonly name = 'NotFound';
  override readonly retryable = false;
}

/** Somebody else wrote first: read again, decide again, try again. */
export class Conflict extends Failure {
  override readonly name = 'Conflict';
  override readonly retryable = true;
}

/** Refused for its rate, nothing happened: the same call later, with a growing gap. */
export class Throttled extends Failure {
  override readonly name = 'Throttled';
  override readonly retryable = true;
}

/** The other side is down and nothing happened: the same call again soon. */
export class ServiceUnavailable extends Failure {
  override readonly name = 'ServiceUnavailable';
  override readonly retryable = true;
}

/** The effect may have happened (a lost answer, a replayed 500): read the world before repeating anything. */
export class OutcomeUnknown extends Failure {
  override readonly name = 'OutcomeUnknown';
  override readonly retryable = false;
}

/** The other side understood and said no for good: stop, and show it to a person. */
export class PermanentFailure extends Failure {
  override readonly name = 'PermanentFailure';
  override readonly retryable = false;
}

export const failureClasses = [
  BadInput,
  NotFound,
  Conflict,
  Throttled,
  ServiceUnavailable,
  OutcomeUnknown,
  PermanentFailure,
] as const;

/** Every name a state machine may put into `ErrorEquals` beside the reserved ones of the language and of AWS. */
export const failureNames = failureClasses.map((Class) => new Class('').name);

export const isRetryable = (error: unknown): boolean => error instanceof Failure && error.retryable;

/** The same call has no chance, now or later. OutcomeUnknown is not of these: reading decides it. Nor is an error nobody foresaw: a deploy may cure it. */
export const isFinal = (error: unknown): boolean =>
  error instanceof BadInput || error instanceof NotFound || error instanceof PermanentFailure;
