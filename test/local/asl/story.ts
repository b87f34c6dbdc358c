import {
  type AslEvent,
  begin,
  type Effect,
  type Frame,
  type HistoryEvent,
  type InvokeEffect,
  loadMachine,
  type Machine,
  step,
} from '../../../local/asl/index.ts';

const ARN = 'arn:aws:states:eu-west-1:000000000000:stateMachine:story';
export const LAMBDA = 'arn:aws:states:::lambda:invoke';
export const PARK = 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken';

export const machineOf = (states: object, extra: object = {}): Machine =>
  loadMachine({
    name: 'story',
    arn: ARN,
    definition: { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...extra },
  });

export const pass = (more: object): object => ({ Type: 'Pass', ...more, ...('Next' in more ? {} : { End: true }) });
export const task = (more: object): object => ({
  Type: 'Task',
  Resource: LAMBDA,
  Arguments: {},
  ...more,
  ...('Next' in more ? {} : { End: true }),
});

/** One execution told by hand: events go in one at a time, times are seconds since its start. */
export class Story {
  frame: Frame;
  readonly history: HistoryEvent[] = [];
  readonly calls: InvokeEffect[] = [];
  readonly timers = new Map<string, number>();
  readonly machine: Machine;

  private constructor(machine: Machine, frame: Frame) {
    this.machine = machine;
    this.frame = frame;
  }

  static async start(machine: Machine, input: unknown = {}, seed = 'seed'): Promise<Story> {
    const first = await begin(machine, { executionArn: `${ARN}:run`, executionName: 'run', input, at: 0, seed });
    const story = new Story(machine, first.frame);
    story.take(first.effects, first.history);
    return story;
  }

  private take(effects: readonly Effect[], history: readonly HistoryEvent[]): void {
    this.history.push(...history);
    for (const effect of effects) {
      if (effect.kind === 'invoke') this.calls.push(effect);
      if (effect.kind === 'timer') this.timers.set(effect.id, effect.due / 1000);
      if (effect.kind === 'cancel-timer') this.timers.delete(effect.id);
    }
  }

  async send(event: AslEvent): Promise<void> {
    const result = await step(this.machine, this.frame, event);
    this.frame = result.frame;
    this.take(result.effects, result.history);
  }

  /** Lets the earliest timer fire; undefined when none is set. */
  async ring(): Promise<number | undefined> {
    const [earliest] = [...this.timers].sort((a, b) => a[1] - b[1]);
    if (earliest === undefined) return undefined;
    this.timers.delete(earliest[0]);
    await this.send({ kind: 'timer', id: earliest[0], at: earliest[1] * 1000 });
    return earliest[1];
  }

  call(n = -1): InvokeEffect {
    const call = this.calls.at(n);
    if (call === undefined) throw new Error('nothing was called yet');
    return call;
  }

  answer(output: unknown, at = 0): Promise<void> {
    return this.send({ kind: 'task-result', task: this.call().task, at: at * 1000, output });
  }

  fail(error: string, at = 0): Promise<void> {
    return this.send({ kind: 'task-failure', task: this.call().task, at: at * 1000, error, cause: 'why' });
  }

  types(): string[] {
    return this.history.map((event) => event.type);
  }
}
