import { createHash } from 'node:crypto';
import type { TaskResult } from './execution.ts';
import type { Ending } from './invocations.ts';
import type { RunTask } from './task-world.ts';

interface Arguments {
  readonly StateMachineArn?: string;
  readonly Name?: string;
  readonly Input?: unknown;
}

/** A start without a name gets one, as in AWS; here from the task that starts, so that a replay gives the same. */
const nameFor = (arn: string, task: string): string =>
  createHash('sha256').update(`${arn} ${task}`).digest('hex').slice(0, 32);

/** A string goes as it is, anything else as JSON, nothing as `{}` (recorded). */
const inputOf = (input: unknown): string => (typeof input === 'string' ? input : JSON.stringify(input ?? {}));

/** `prefix`: what stands before its errors, `StepFunctions.` or `Sfn.`. A .sync task goes on when the child ends. */
export const startChild =
  (prefix: string, dateOf: (at: number) => unknown): RunTask =>
  ({ workflows, invocations }, { arn, effect }, ended) => {
    const { StateMachineArn: machine = '', Name: name, Input }: Arguments = Object(effect.arguments);
    const input = { stateMachineArn: machine, name: name ?? nameFor(arn, effect.task), input: inputOf(Input) };
    return invocations.run(
      { function: 'states' },
      () =>
        invocations.call({ target: 'workflows', operation: 'states:startExecution', input }, async () => {
          const { executionArn, startDate } = await workflows.start(input);
          return { ExecutionArn: executionArn, StartDate: dateOf(startDate) };
        }),
      (ending) => ended(startResult(prefix, ending)),
    );
  };

function startResult(prefix: string, ending: Ending): TaskResult {
  if (ending.kind === 'returned') return { output: ending.value };
  const { name, message }: { name?: string; message?: string } = ending.kind === 'failed' ? Object(ending.error) : {};
  if (name === undefined || name === 'TimeoutError')
    return { error: `${prefix}SdkClientException`, cause: 'no answer' };
  return { error: `${prefix}${name.replace(/Exception$/, '')}Exception`, cause: message ?? name };
}
