/** An ASL error on its way to Retry, Catch or the end of the execution. `error` is the name ErrorEquals matches. */
export interface Failure {
  readonly error?: string;
  readonly cause?: string;
  /** Further names that match, as States.HeartbeatTimeout does for a heartbeat that is logged as States.Timeout. */
  readonly alias?: string;
  /** What Catch sees in place of an absent cause: "" after a timeout, null after SendTaskFailure without one. */
  readonly emptyCause?: '' | null;
  /** False for States.Runtime raised by the interpreter: no Retry, no Catch. */
  readonly catchable?: boolean;
}

/** Thrown inside a state's own work and turned into a `Failure` by the pipeline. */
export class StateError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.error ?? 'no error name'}: ${failure.cause ?? ''}`);
    this.failure = failure;
  }
}

/** An expression or an evaluated field went wrong; logged as EvaluationFailed before it acts as a failure. */
export class EvaluationError extends Error {
  readonly location: string | undefined;
  /** The state's own act failed, not one of its expressions: logged behind the entry instead of beside it (recorded). */
  readonly inAct: boolean;
  constructor(message: string, location?: string, inAct = false) {
    super(message);
    this.location = location;
    this.inAct = inAct;
  }
}

/** Ends the whole execution at once, past every Catch: the history limit. */
export class ExecutionError extends Error {
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** The `{Error, Cause}` a Catcher reads as $states.errorOutput. */
export const errorOutput = (failure: Failure): { Error: string | null; Cause: string | null } => ({
  Error: failure.error ?? null,
  Cause: failure.cause ?? (failure.emptyCause === undefined ? null : failure.emptyCause),
});
