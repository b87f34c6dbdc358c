import type { Ports } from '../../lambdas/kernel/ports.ts';
import type { InvokeEffect } from '../asl/index.ts';
import type { InProcessTable } from '../dynamodb/in-process-table.ts';
import type { TaskResult } from './execution.ts';
import type { Invocations } from './invocations.ts';
import type { LocalStepFunctions } from './step-functions.ts';

/** What a Task's service can reach. */
export interface TaskWorld {
  readonly ports: Ports;
  readonly table: InProcessTable;
  readonly invocations: Invocations;
  readonly workflows: LocalStepFunctions;
}

/** A task that an execution wants done. */
export interface AskedTask {
  /** The execution's. */
  readonly arn: string;
  readonly effect: InvokeEffect;
}

export type RunTask = (
  world: TaskWorld,
  task: AskedTask,
  ended: (result: TaskResult) => Promise<void>,
) => Promise<void>;
