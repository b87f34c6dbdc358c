import type { InvokeEffect } from '../asl/index.ts';
import { childEnding } from './describe-child.ts';
import type { Execution, ParentTask, TaskResult } from './execution.ts';
import type { Simulator } from './simulator.ts';

interface ChildEvent extends ParentTask {
  readonly child: string;
}

export interface ChildExecutionsOptions {
  readonly simulator: Simulator;
  find(arn: string): Execution;
  /** Ends a parent's task. */
  answer(parent: Execution, task: string, result: TaskResult): Promise<void>;
  stop(child: Execution): Promise<void>;
}

const keyOf = (arn: string, task: string): string => `${arn} ${task}`;

/** Executions that another one started with `.sync` and waits for. What is under way is kept with the child, so it survives a restart. */
export class ChildExecutions {
  readonly #options: ChildExecutionsOptions;
  /** A waiting task -> its child. */
  readonly #awaited = new Map<string, string>();

  constructor(options: ChildExecutionsOptions) {
    this.#options = options;
    options.simulator.on('child-ended', (event: ChildEvent) => this.#tell(event));
    options.simulator.on('child-stopped', ({ child }: { child: string }) => options.stop(options.find(child)));
  }

  restore(child: Execution): void {
    for (const { arn, task } of child.parents) this.#awaited.set(keyOf(arn, task), child.arn);
  }

  /** The start was taken: from now on the task waits for the child, unless it was called off meanwhile. */
  submitted(parent: Execution, { task, integration }: InvokeEffect, output: unknown): void {
    if (integration.pattern !== 'sync' && integration.pattern !== 'sync:2') return;
    const child = this.#options.find(String(Object(output).ExecutionArn));
    if (parent.frame.tasks[task] === undefined) {
      this.#planStop(child);
      return;
    }
    child.parents.push({ arn: parent.arn, task, pattern: integration.pattern });
    this.#awaited.set(keyOf(parent.arn, task), child.arn);
    if (child.frame.status !== 'RUNNING') this.ended(child);
  }

  /** The parent was stopped, or its task timed out or was aborted beside it: nobody waits for the child any more. */
  calledOff(parent: string, task: string): void {
    const child = this.#awaited.get(keyOf(parent, task));
    if (child !== undefined) this.#planStop(this.#options.find(child));
  }

  ended(child: Execution): void {
    const { simulator } = this.#options;
    for (const parent of child.parents.splice(0)) {
      this.#awaited.delete(keyOf(parent.arn, parent.task));
      const payload: ChildEvent = { ...parent, child: child.arn };
      simulator.plan(simulator.now(), 'callback', `${child.name} ended`, { kind: 'child-ended', payload });
    }
  }

  #planStop({ arn, name }: Execution): void {
    const { simulator } = this.#options;
    const doing = { kind: 'child-stopped', payload: { child: arn } };
    simulator.plan(simulator.now(), 'callback', `${name} is stopped by its parent`, doing);
  }

  #tell({ arn, task, pattern, child }: ChildEvent): Promise<void> {
    const { find, answer } = this.#options;
    return answer(find(arn), task, childEnding(find(child), pattern));
  }
}
