import type { Frame, HistoryEvent, InvokeEffect, Machine } from '../asl/index.ts';
import type { Planned } from './event-queue.ts';

export interface StoredExecution {
  readonly name: string;
  readonly arn: string;
  readonly machineArn: string;
  readonly startedAt: number;
  readonly input: string;
  frame: Frame;
  readonly history: HistoryEvent[];
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
export type TaskRunner = (effect: InvokeEffect, ended: (result: TaskResult) => Promise<void>) => Promise<void>;
