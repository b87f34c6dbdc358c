/** One earlier execution of the same machine and name. */
export interface Existing {
  readonly status: string;
  readonly input: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly stoppedAt?: number;
}

export type StartVerdict = 'start' | 'same' | 'ExecutionAlreadyExists' | 'InvalidName';

/** Days a name stays taken after its execution closed (StartExecution, Standard workflows). */
const NAME_REUSE_MS = 90 * 86_400_000;

/** 1 to 80 characters; no white space, brackets, wildcards, or what AWS lists as special; no control characters. */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/**
 * What StartExecution does with a name. 'same' returns the running execution: repeating a start with the same input is
 * safe while it runs. A closed name is free again once 90 days have passed, the 90th day included.
 */
export function startVerdict(existing: readonly Existing[], name: string, input: string, now: number): StartVerdict {
  if (!NAME.test(name)) return 'InvalidName';
  const running = existing.find((execution) => execution.stoppedAt === undefined);
  if (running !== undefined) return running.input === input ? 'same' : 'ExecutionAlreadyExists';
  const taken = existing.some((execution) => now - (execution.stoppedAt ?? now) < NAME_REUSE_MS);
  return taken ? 'ExecutionAlreadyExists' : 'start';
}
