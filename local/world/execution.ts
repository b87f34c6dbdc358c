import type { AslEvent, Frame, HistoryEvent, InvokeEffect, Machine } from '../asl/index.ts';
import type { Planned } from './event-queue.ts';

/** A task of another execution that waits for this one (`.sync`). */
export interface ParentTask {
  readonly arn: string;
  readonly task: string;
  readonly pattern: 'sync' | 'sync:2';
}

export interface StoredExecution {
  readonly name: string;
  readonly arn: string;
  readonly machineArn: string;
  readonly startedAt: number;
  readonly input: string;
  frame: Frame;
  readonly history: HistoryEvent[];
  readonly parents: ParentTask[];
  /** Tasks whose call is out: what a restart ends with `Lambda.Unknown`. */
  readonly flying: Map<string, InvokeEffect>;
}

export interface Execution extends StoredExecution {
  readonly machine: Machine;
  readonly timers: Map<string, Planned>;
}

export interface TaskFailure {
  readonly error: string;
  readonly cause: string;
}

export type TaskResult = { readonly output: unknown } | TaskFailure;

/** A task's own side: it ends with the value it returned, or with the error under the name the state language matches. */
export type TaskRunner = (
  task: { readonly arn: string; readonly effect: InvokeEffect },
  ended: (result: TaskResult) => Promise<void>,
) => Promise<void>;

export const taskEvent = (task: string, at: number, result: TaskResult): AslEvent =>
  'output' in result
    ? { kind: 'task-result', task, at, output: result.output }
    : { kind: 'task-failure', task, at, error: result.error, cause: result.cause };
