import {
  type AslEvent,
  begin,
  type Effect,
  executionOfToken,
  type InvokeEffect,
  type Machine,
  type StepResult,
  startVerdict,
  step,
  tokenState,
} from '../asl/index.ts';
import { ChildExecutions } from './child-executions.ts';
import type { Planned } from './event-queue.ts';
import { type Execution, type StoredExecution, type TaskResult, type TaskRunner, taskEvent } from './execution.ts';
import { lostError } from './services.ts';
import { jsonOf, SfnError } from './sfn-error.ts';
import type { Simulator } from './simulator.ts';

interface Command {
  readonly input: object;
}

interface TimerEvent {
  readonly arn: string;
  readonly id: string;
}

interface TaskEvent {
  readonly arn: string;
  readonly effect: InvokeEffect;
}

interface StartRequest {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
}

type Answer =
  | { readonly kind: 'token-success'; readonly output: unknown }
  | { readonly kind: 'token-failure'; readonly error?: string; readonly cause?: string }
  | { readonly kind: 'token-heartbeat' };

/** Step Functions at the client: starts, answers, describes and stops executions of the real interpreter on the virtual clock. */
export class LocalStepFunctions {
  readonly executions = new Map<string, Execution>();
  readonly #simulator: Simulator;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #run: TaskRunner;
  readonly #ended: (execution: Execution) => void;
  readonly #children: ChildExecutions;

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
    this.#children = new ChildExecutions({
      simulator: options.simulator,
      find: (arn) => this.#find(arn),
      answer: (parent, task, result) => this.#feed(parent, taskEvent(task, this.#simulator.now(), result)),
      stop: (child) => this.#feed(child, { kind: 'stop', at: this.#simulator.now() }),
    });
    this.#simulator.on('timer', (event: TimerEvent) => this.#timerFires(event));
    this.#simulator.on('task', (event: TaskEvent) => this.#invoke(this.#find(event.arn), event.effect));
  }

  async send(command: Command): Promise<object> {
    const input: Readonly<Record<string, string>> = { ...command.input };
    const { stateMachineArn = '', name = '', taskToken = '', error, cause } = input;
    switch (command.constructor.name) {
      case 'StartExecutionCommand':
        return this.start({ stateMachineArn, name, input: input.input ?? '{}' });
      case 'SendTaskSuccessCommand':
        return this.#answer(taskToken, {
          kind: 'token-success',
          output: jsonOf(input.output ?? '{}', 'InvalidOutput'),
        });
      case 'SendTaskFailureCommand':
        return this.#answer(taskToken, { kind: 'token-failure', ...given('error', error), ...given('cause', cause) });
      case 'SendTaskHeartbeatCommand':
        return this.#answer(taskToken, { kind: 'token-heartbeat' });
      case 'DescribeExecutionCommand':
        return { status: this.#find(input.executionArn ?? '').frame.status };
      case 'StopExecutionCommand':
        return this.#stop(input.executionArn ?? '', error ?? '', cause ?? '');
      default:
        throw new TypeError(`the local Step Functions does not answer ${command.constructor.name}`);
    }
  }

  toJSON(): unknown[] {
    return [...this.executions.values()].map(({ machine: _machine, timers: _timers, flying, ...stored }) => ({
      ...stored,
      flying: [...flying],
    }));
  }

  /** `plan`: the simulator's stored events, among them the timers of these executions. */
  restore(stored: readonly unknown[], plan: readonly Planned[]): void {
    for (const one of stored as (Omit<StoredExecution, 'flying'> & { flying: [string, InvokeEffect][] })[]) {
      const fresh = { machine: this.#machineOf(one.machineArn), timers: new Map(), flying: new Map() };
      // A world stored before there were children has no list of parents.
      const execution: Execution = { ...one, ...fresh, parents: one.parents ?? [] };
      this.executions.set(one.arn, execution);
      this.#children.restore(execution);
      for (const [, effect] of one.flying) this.#lose(execution, effect);
    }
    for (const planned of plan) {
      const { arn, id }: Partial<TimerEvent> = planned.doing?.kind === 'timer' ? Object(planned.doing.payload) : {};
      if (arn !== undefined && id !== undefined) this.executions.get(arn)?.timers.set(id, planned);
    }
  }

  /** Nobody knows whether it happened: the machine's Retry decides (determinism contract, point 8). */
  #lose(execution: Execution, effect: InvokeEffect): void {
    const error = lostError(effect);
    this.#simulator.at(this.#simulator.now(), 'callback', `${effect.state} was lost`, () =>
      this.#taskEnds(execution, effect, { error, cause: 'the process ended while the task ran' }),
    );
  }

  #machineOf(arn: string): Machine {
    const machine = this.#machines.get(arn);
    if (!machine) throw new SfnError('StateMachineDoesNotExist');
    return machine;
  }

  #find(arn: string): Execution {
    const execution = this.executions.get(arn);
    if (!execution) throw new SfnError('ExecutionDoesNotExist');
    return execution;
  }

  async start({ stateMachineArn, name, input }: StartRequest): Promise<{ executionArn: string; startDate: number }> {
    const machine = this.#machineOf(stateMachineArn);
    const arn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = this.executions.get(arn);
    const now = this.#simulator.now();
    const verdict = startVerdict(known ? [existingOf(known)] : [], name, input, now);
    if (verdict === 'same') return { executionArn: arn, startDate: known?.startedAt ?? now };
    if (verdict !== 'start') throw new SfnError(verdict);
    const parsed = jsonOf(input, 'InvalidExecutionInput');
    const result = await begin(machine, { executionArn: arn, executionName: name, input: parsed, at: now, seed: arn });
    const fresh = { timers: new Map(), flying: new Map(), history: [], parents: [] };
    const about = { name, arn, machineArn: stateMachineArn, machine, startedAt: now, input };
    const execution: Execution = { ...about, frame: result.frame, ...fresh };
    this.executions.set(arn, execution);
    this.#apply(execution, result);
    return { executionArn: arn, startDate: now };
  }

  /** A closed task answers TaskTimedOut whichever way it is answered, and nothing of it stays in the history. */
  async #answer(token: string, answer: Answer): Promise<object> {
    const arn = executionOfToken(token);
    const execution = arn === undefined ? undefined : this.executions.get(arn);
    if (!execution) throw new SfnError('InvalidToken');
    if (tokenState(execution.frame, token) !== 'open') throw new SfnError('TaskTimedOut');
    await this.#feed(execution, { ...answer, token, at: this.#simulator.now() });
    return {};
  }

  async #stop(arn: string, error: string, cause: string): Promise<object> {
    await this.#feed(this.#find(arn), { kind: 'stop', at: this.#simulator.now(), error, cause });
    return {};
  }

  async #feed(execution: Execution, event: AslEvent): Promise<void> {
    this.#apply(execution, await step(execution.machine, execution.frame, event));
  }

  /** Frame and effects change together, before any effect leaves. */
  #apply(execution: Execution, { frame, effects, history }: StepResult): void {
    execution.frame = frame;
    execution.history.push(...history);
    for (const effect of effects) this.#carryOut(execution, effect);
  }

  #carryOut(execution: Execution, effect: Effect): void {
    const { arn } = execution;
    switch (effect.kind) {
      case 'timer': {
        const doing = { kind: 'timer', payload: { arn, id: effect.id } };
        execution.timers.set(
          effect.id,
          this.#simulator.plan(effect.due, 'timer', `${execution.name} ${effect.id}`, doing),
        );
        return;
      }
      case 'cancel-timer': {
        const timer = execution.timers.get(effect.id);
        if (timer) timer.cancelled = true;
        execution.timers.delete(effect.id);
        return;
      }
      case 'invoke':
        this.#simulator.plan(this.#simulator.now(), 'callback', effect.state, {
          kind: 'task',
          payload: { arn, effect },
        });
        return;
      case 'cancel-task':
        this.#children.calledOff(arn, effect.task);
        return;
      case 'ended':
        this.#children.ended(execution);
        this.#ended(execution);
        return;
    }
  }

  async #timerFires({ arn, id }: TimerEvent): Promise<void> {
    const execution = this.#find(arn);
    execution.timers.delete(id);
    await this.#feed(execution, { kind: 'timer', id, at: this.#simulator.now() });
  }

  async #invoke(execution: Execution, effect: InvokeEffect): Promise<void> {
    execution.flying.set(effect.task, effect);
    await this.#run({ arn: execution.arn, effect }, (result) => this.#taskEnds(execution, effect, result));
  }

  async #taskEnds(execution: Execution, effect: InvokeEffect, result: TaskResult): Promise<void> {
    execution.flying.delete(effect.task);
    await this.#feed(execution, taskEvent(effect.task, this.#simulator.now(), result));
    if ('output' in result) this.#children.submitted(execution, effect, result.output);
  }
}

const given = (key: 'error' | 'cause', value: string | undefined): { error?: string; cause?: string } =>
  value === undefined ? {} : { [key]: value };

const existingOf = ({ frame, input, startedAt }: Execution) => ({
  status: frame.status,
  input,
  startedAt,
  ...(frame.stoppedAt === undefined ? {} : { stoppedAt: frame.stoppedAt }),
});
