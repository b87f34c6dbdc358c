import {
  type AslEvent,
  begin,
  type Effect,
  executionOfToken,
  type Frame,
  type HistoryEvent,
  type InvokeEffect,
  type Machine,
  type StepResult,
  startVerdict,
  step,
  tokenState,
} from '../asl/index.ts';
import type { Planned } from './event-queue.ts';
import type { Simulator } from './simulator.ts';

export interface Execution {
  readonly name: string;
  readonly arn: string;
  readonly machine: Machine;
  readonly startedAt: number;
  readonly input: string;
  frame: Frame;
  readonly history: HistoryEvent[];
  readonly timers: Map<string, Planned>;
}

interface Command {
  readonly input: object;
}

class SfnError extends Error {
  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

export interface TaskFailure {
  readonly error: string;
  readonly cause: string;
}

/** A task's own side: the value it returned, or the error under the name the state language matches. */
export type TaskRunner = (effect: InvokeEffect) => Promise<{ readonly output: unknown } | TaskFailure>;

/** Step Functions at the client: starts, answers, describes and stops executions of the real interpreter on the virtual clock. */
export class LocalStepFunctions {
  readonly executions = new Map<string, Execution>();
  readonly #simulator: Simulator;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #run: TaskRunner;
  readonly #ended: (execution: Execution) => void;

  constructor(options: {
    simulator: Simulator;
    machines: ReadonlyMap<string, Machine>;
    run: TaskRunner;
    ended: (execution: Execution) => void;
  }) {
    this.#simulator = options.simulator;
    this.#machines = options.machines;
    this.#run = options.run;
    this.#ended = options.ended;
  }

  async send(command: Command): Promise<object> {
    const input: Readonly<Record<string, string>> = { ...command.input };
    switch (command.constructor.name) {
      case 'StartExecutionCommand':
        return this.#start(input.stateMachineArn ?? '', input.name ?? '', input.input ?? '{}');
      case 'SendTaskSuccessCommand':
        return this.#answer(input.taskToken ?? '', JSON.parse(input.output ?? '{}'));
      case 'DescribeExecutionCommand':
        return { status: this.#find(input.executionArn ?? '').frame.status };
      case 'StopExecutionCommand': {
        const execution = this.#find(input.executionArn ?? '');
        const stop = {
          kind: 'stop',
          at: this.#simulator.now(),
          error: input.error ?? '',
          cause: input.cause ?? '',
        } as const;
        await this.#feed(execution, stop);
        return {};
      }
      default:
        throw new TypeError(`the local Step Functions does not answer ${command.constructor.name}`);
    }
  }

  #find(arn: string): Execution {
    const execution = this.executions.get(arn);
    if (!execution) throw new SfnError('ExecutionDoesNotExist');
    return execution;
  }

  async #start(machineArn: string, name: string, input: string): Promise<object> {
    const machine = this.#machines.get(machineArn);
    if (!machine) throw new SfnError('StateMachineDoesNotExist');
    const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = this.executions.get(arn);
    const now = this.#simulator.now();
    const verdict = startVerdict(known ? [existingOf(known)] : [], name, input, now);
    if (verdict === 'same') return { executionArn: arn };
    if (verdict !== 'start') throw new SfnError(verdict);
    const started = { executionArn: arn, executionName: name, input: JSON.parse(input), at: now, seed: arn };
    const result = await begin(machine, started);
    const execution: Execution = {
      name,
      arn,
      machine,
      startedAt: now,
      input,
      frame: result.frame,
      history: [],
      timers: new Map(),
    };
    this.executions.set(arn, execution);
    this.#apply(execution, result);
    return { executionArn: arn };
  }

  async #answer(token: string, output: unknown): Promise<object> {
    const arn = executionOfToken(token);
    const execution = arn === undefined ? undefined : this.executions.get(arn);
    if (!execution) throw new SfnError('InvalidToken');
    if (tokenState(execution.frame, token) !== 'open') throw new SfnError('TaskTimedOut');
    await this.#feed(execution, { kind: 'token-success', token, at: this.#simulator.now(), output });
    return {};
  }

  async #feed(execution: Execution, event: AslEvent): Promise<void> {
    this.#apply(execution, await step(execution.machine, execution.frame, event));
  }

  #apply(execution: Execution, { frame, effects, history }: StepResult): void {
    execution.frame = frame;
    execution.history.push(...history);
    for (const effect of effects) this.#carryOut(execution, effect);
  }

  #carryOut(execution: Execution, effect: Effect): void {
    switch (effect.kind) {
      case 'timer':
        execution.timers.set(effect.id, this.#timer(execution, effect.id, effect.due));
        return;
      case 'cancel-timer': {
        const timer = execution.timers.get(effect.id);
        if (timer) timer.cancelled = true;
        execution.timers.delete(effect.id);
        return;
      }
      case 'invoke':
        this.#simulator.at(this.#simulator.now(), 'callback', effect.state, () => this.#invoke(execution, effect));
        return;
      case 'ended':
        this.#ended(execution);
        return;
      default:
        return;
    }
  }

  #timer(execution: Execution, id: string, due: number): Planned {
    return this.#simulator.at(due, 'timer', `${execution.name} ${id}`, async () => {
      execution.timers.delete(id);
      await this.#feed(execution, { kind: 'timer', id, at: this.#simulator.now() });
    });
  }

  async #invoke(execution: Execution, effect: InvokeEffect): Promise<void> {
    const result = await this.#run(effect);
    const at = this.#simulator.now();
    const event: AslEvent =
      'output' in result
        ? { kind: 'task-result', task: effect.task, at, output: result.output }
        : { kind: 'task-failure', task: effect.task, at, error: result.error, cause: result.cause };
    await this.#feed(execution, event);
  }
}

const existingOf = ({ frame, input, startedAt }: Execution) => ({
  status: frame.status,
  input,
  startedAt,
  ...(frame.stoppedAt === undefined ? {} : { stoppedAt: frame.stoppedAt }),
});
