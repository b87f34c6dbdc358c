import type { DynamoSender } from '../../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { arnsOf } from '../../../lambdas/compose/workflows.ts';
import { readTable } from '../../../local/aws/read-table.ts';
import type { ExecutionsClient } from '../../../local/aws/stage-executions.ts';
import { StageSource, type StageSourceOf } from '../../../local/aws/stage-source.ts';
import type { Execution } from '../../../local/world/execution.ts';
import { arnOf } from '../../../local/world/names.ts';
import type { World } from '../../../local/world/world.ts';

/** A stage in AWS as its clients see it, played by a world: the same table, Step Functions' answers in AWS's shapes. */
export class FakeStage {
  readonly world: World;
  readonly calls: { readonly name: string; readonly input: object }[] = [];
  /** Thrown instead of the next answers. */
  failure: Error | undefined;

  constructor(world: World) {
    this.world = world;
  }

  /** Of the AWS SDK, as far as the console uses it. */
  get clients(): { readonly table: DynamoSender; readonly executions: ExecutionsClient } {
    return {
      table: { send: (command) => this.#table(command) },
      executions: { send: (command) => this.#executions(command) },
    };
  }

  source(more: Partial<StageSourceOf> = {}): StageSource {
    return new StageSource({
      place: {
        kind: 'stage',
        stage: 'prod',
        region: 'eu-west-1',
        accountId: '123456789012',
        user: 'ines',
        mayWrite: false,
      },
      table: readTable(this.clients.table, 'holdfast'),
      executions: this.clients.executions,
      arnOf: (name) => arnsOf(arnOf('payment-recovery')).execution('payment-recovery', name),
      config: this.world.config,
      now: () => this.world.simulator.now(),
      wait: async () => undefined,
      ...more,
    });
  }

  async #table(command: { readonly input: object }): Promise<object> {
    this.#called(command);
    return { ...(await this.world.table.send(command)), ConsumedCapacity: { CapacityUnits: 0.5 } };
  }

  #executions: ExecutionsClient['send'] = async (command) => {
    this.#called(command);
    const found = this.world.workflows.executions.get(String(Object(command.input).executionArn));
    if (!found) throw Object.assign(new Error('no such execution'), { name: 'ExecutionDoesNotExist' });
    return answers[command.constructor.name]?.(found, command.input);
  };

  #called(command: { readonly input: object }): void {
    this.calls.push({ name: command.constructor.name, input: command.input });
    if (this.failure) throw this.failure;
  }
}

/** Pages of ten, so that following them is needed. */
const answers: Readonly<Record<string, (of: Execution, input: object) => object>> = {
  DescribeExecutionCommand: ({ frame, startedAt, input }) => ({
    status: frame.status,
    startDate: new Date(startedAt),
    ...(frame.stoppedAt === undefined ? {} : { stopDate: new Date(frame.stoppedAt) }),
    input,
    ...(frame.output === undefined ? {} : { output: JSON.stringify(frame.output) }),
  }),
  DescribeStateMachineForExecutionCommand: ({ machine }) => ({ definition: JSON.stringify(machine.definition) }),
  GetExecutionHistoryCommand: ({ history }, input) => {
    const from = Number(Object(input).nextToken ?? 0);
    const events = history.slice(from, from + 10).map((event) => ({ ...event, timestamp: new Date(event.timestamp) }));
    return { events, ...(from + 10 < history.length ? { nextToken: String(from + 10) } : {}) };
  },
};
