import type { Execution, ParentTask, TaskResult } from './execution.ts';

/** DescribeExecution as a task sees it: `.sync` gives input and output as text, `.sync:2` as the JSON they hold. */
function described({ arn, input, name, startedAt, machineArn, frame }: Execution, asJson: boolean): object {
  const { status, output, error, cause, stoppedAt } = frame;
  const included = { Included: true };
  const text = JSON.stringify(output);
  // In the order of the alphabet, as AWS writes them into the cause of a failure; dates are epoch milliseconds.
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: arn,
    Input: asJson ? JSON.parse(input) : input,
    InputDetails: included,
    Name: name,
    ...(status === 'SUCCEEDED' ? { Output: asJson ? output : text, OutputDetails: included } : {}),
    StartDate: startedAt,
    StateMachineArn: machineArn,
    Status: status,
    StopDate: stoppedAt,
  };
}

/** How the task that waits for a child ends: every end but success is the one error States.TaskFailed (recorded). */
export function childEnding(child: Execution, pattern: ParentTask['pattern']): TaskResult {
  const description = described(child, pattern === 'sync:2');
  return child.frame.status === 'SUCCEEDED'
    ? { output: description }
    : { error: 'States.TaskFailed', cause: JSON.stringify(description) };
}
