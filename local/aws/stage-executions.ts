import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  type GetExecutionHistoryCommand,
} from '@aws-sdk/client-sfn';
import type { Item, Key } from '../../lambdas/kernel/rows.ts';
import type { HistoryEvent } from '../asl/index.ts';
import type { ExecutionView } from '../console/source.ts';
import { historyPages } from './history-pages.ts';

type Command = DescribeExecutionCommand | GetExecutionHistoryCommand | DescribeStateMachineForExecutionCommand;

/** Of an SFNClient. */
export interface ExecutionsClient {
  send(command: Command): Promise<unknown>;
}

export interface StageExecutionsOf {
  readonly client: ExecutionsClient;
  /** The ARN of an execution by its name. */
  arnOf(name: string): string;
  row(key: Key): Promise<Item | undefined>;
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

/** Of the account's 15 and 20 calls a second (facts aws §1.1) the sweep needs ten: a console takes four. */
const apart = 250;
/** A page that follows a running execution does not ask more often. */
const keptFor = 5000;

/** Executions as Step Functions has them: 90 days after their end they are gone. */
export class StageExecutions {
  readonly #of: StageExecutionsOf;
  readonly #known = new Map<string, { readonly view: ExecutionView; readonly at: number }>();
  #last: Promise<unknown> = Promise.resolve();
  #free = 0;

  constructor(of: StageExecutionsOf) {
    this.#of = of;
  }

  async find(name: string): Promise<ExecutionView | undefined> {
    if (!/^[\w-]{1,80}$/.test(name)) return undefined;
    const known = this.#known.get(name);
    if (known && (known.view.status !== 'RUNNING' || this.#of.now() - known.at < keptFor)) return known.view;
    const view = await this.#read(name);
    if (view) this.#keep(name, view);
    return view;
  }

  /** The last hundred: a history of a hundred events is some 100 KB. */
  #keep(name: string, view: ExecutionView): void {
    this.#known.delete(name);
    this.#known.set(name, { view, at: this.#of.now() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > 100 && oldest !== undefined) this.#known.delete(oldest);
  }

  async #read(name: string): Promise<ExecutionView | undefined> {
    const executionArn = this.#of.arnOf(name);
    const about = await this.#ask(new DescribeExecutionCommand({ executionArn }));
    if (!about) return undefined;
    const machine = await this.#ask(new DescribeStateMachineForExecutionCommand({ executionArn }));
    const { status, startDate, stopDate, input, output }: Described = Object(about);
    return {
      name,
      arn: executionArn,
      machine: /^(.+)-[0-9a-f]{24}-\d+$/.exec(name)?.[1] ?? name,
      status: String(status),
      startedAt: at(startDate) ?? 0,
      ...(stopDate === undefined ? {} : { endedAt: at(stopDate) ?? 0 }),
      input: input ?? '{}',
      ...(output === undefined ? {} : { output }),
      definition: JSON.parse(String(Object(machine).definition ?? '{}')),
      history: await this.#history(executionArn),
      ...(status === 'RUNNING' ? await this.#waiting(input ?? '{}') : {}),
    };
  }

  async #history(executionArn: string): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    for await (const page of historyPages((command) => this.#ask(command), executionArn)) {
      const { events: some = [] }: { events?: readonly RawEvent[] } = Object(page);
      events.push(...some.map(eventOf));
    }
    return events;
  }

  /** Step Functions does not say when a wait ends: the case's row does, of the same run. */
  async #waiting(input: string): Promise<Pick<ExecutionView, 'waiting'>> {
    const { account, case: sk, run }: Record<string, unknown> = Object(JSON.parse(input));
    const row = await this.#of.row({ pk: `A#${String(account)}`, sk: String(sk) });
    const { state, due }: Record<string, unknown> = Object(row?.wait);
    if (row?.run !== run || typeof state !== 'string') return {};
    return { waiting: { state, due: Date.parse(String(due)) } };
  }

  /** One call after the other, at their distance. @returns undefined where there is no such execution */
  #ask(command: Command): Promise<unknown> {
    const call = async (): Promise<unknown> => {
      const pause = this.#free - this.#of.now();
      if (pause > 0) await this.#of.wait(pause);
      this.#free = this.#of.now() + apart;
      try {
        return await this.#of.client.send(command);
      } catch (error) {
        if (Object(error).name === 'ExecutionDoesNotExist') return undefined;
        throw error;
      }
    };
    const answer = this.#last.then(call, call);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

interface Described {
  readonly status?: string;
  readonly startDate?: unknown;
  readonly stopDate?: unknown;
  readonly input?: string;
  readonly output?: string;
}

interface RawEvent {
  readonly timestamp?: unknown;
  readonly type?: string;
  readonly id?: number;
  readonly previousEventId?: number;
}

const at = (of: unknown): number | undefined => (of instanceof Date ? of.getTime() : undefined);

/** The SDK's shapes are those of the simulator, but for the instant. */
const eventOf = (event: RawEvent): HistoryEvent => ({
  ...event,
  timestamp: at(event.timestamp) ?? 0,
  type: event.type ?? '',
  id: event.id ?? 0,
  previousEventId: event.previousEventId ?? 0,
});
