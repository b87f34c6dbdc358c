import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { instant } from '../../../lambdas/kernel/instant.ts';
import { loadMachine, type Machine } from '../../../local/asl/index.ts';
import { InProcessTable } from '../../../local/dynamodb/in-process-table.ts';
import type { Execution } from '../../../local/world/execution.ts';
import { Invocations } from '../../../local/world/invocations.ts';
import { arnOf } from '../../../local/world/names.ts';
import { supports, taskRunner } from '../../../local/world/services.ts';
import { Simulator } from '../../../local/world/simulator.ts';
import { LocalStepFunctions } from '../../../local/world/step-functions.ts';

export const seconds = (count: number): number => count * 1000;

export const machineOf = (name: string, States: object): Machine =>
  loadMachine({
    name,
    arn: arnOf(name),
    definition: { QueryLanguage: 'JSONata', StartAt: Object.keys(States)[0], States },
    supports,
  });

/** Step Functions alone: a clock, a table, and the services a machine may name. */
export class Place {
  readonly simulator = new Simulator(instant(0));
  readonly workflows: LocalStepFunctions;
  readonly table = new InProcessTable({ name: 'holdfast', now: () => this.simulator.now() });

  /** Seconds an answer is under way. */
  delay = 0;

  constructor(...machines: Machine[]) {
    const { simulator, table } = this;
    const invocations = new Invocations({
      simulator,
      faults: () => undefined,
      watch: undefined,
      checkpoint: undefined,
    });
    this.workflows = new LocalStepFunctions({
      simulator,
      machines: new Map(machines.map((machine) => [machine.arn, machine])),
      run: (task, ended) => {
        const world = { table, invocations, workflows: this.workflows };
        return taskRunner(world as Parameters<typeof taskRunner>[0])(task, async (result) => {
          const due = simulator.now() + seconds(this.delay);
          simulator.at(due, 'callback', 'the answer is back', () => ended(result));
        });
      },
      ended: () => {},
    });
  }

  async begin(input: unknown = {}): Promise<void> {
    const [stateMachineArn, name] = [arnOf('parent'), 'p-1'];
    await this.workflows.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    await this.until(0);
  }

  until(second: number): Promise<void> {
    return this.simulator.runUntil(instant(seconds(second)));
  }

  /** The same executions in another process: nothing but text crosses. */
  restarted(...machines: Machine[]): Place {
    const [plan, executions] = [JSON.stringify(this.simulator), JSON.stringify(this.workflows)];
    const next = new Place(...machines);
    next.workflows.restore(JSON.parse(executions), next.simulator.restore(JSON.parse(plan)));
    return next;
  }

  execution(of: 'parent' | 'child'): Execution {
    const found = [...this.workflows.executions.values()].find(({ machineArn }) => machineArn === arnOf(of));
    if (!found) throw new Error(`no execution of ${of} was started`);
    return found;
  }

  types(of: 'parent' | 'child'): string[] {
    return this.execution(of).history.map(({ type }) => type);
  }

  get token(): string {
    return String(Object.keys(this.execution('parent').frame.tokens)[0]);
  }
}
