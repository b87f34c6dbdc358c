import {
  type AslEvent,
  begin,
  type Effect,
  type Frame,
  type HistoryEvent,
  type InvokeEffect,
  type Machine,
  step,
} from '../asl/index.ts';

/** What a mocked service does with one call: events that follow it at once, or none when it never answers. */
export type Service = (call: InvokeEffect) => AslEvent[];

export interface Run {
  readonly frame: Frame;
  readonly history: readonly HistoryEvent[];
}

/** Steps one execution may take before it counts as running away. */
const MAX_STEPS = 200_000;

/** Runs an execution to its end under virtual time: answers first, then the earliest timer. */
export async function play(machine: Machine, input: unknown, at: number, service: Service): Promise<Run> {
  const world = new World(service);
  let result = await begin(machine, {
    executionArn: executionArn(machine),
    executionName: NAME,
    roleArn: ROLE,
    input,
    at,
    seed: 'conformance',
  });
  world.take(result.effects, at);
  const history = [...result.history];
  for (let steps = 0; result.frame.status === 'RUNNING'; steps++) {
    const event = world.next();
    if (event === undefined || steps > MAX_STEPS) break;
    result = await step(machine, result.frame, event);
    world.take(result.effects, event.at);
    for (const entry of result.history) history.push(entry);
  }
  return { frame: result.frame, history };
}

const NAME = 'conformance';
/** The word the recordings have in place of the role. */
const ROLE = 'snf_role_arn';
const executionArn = (machine: Machine): string => `${machine.arn.replace(':stateMachine:', ':execution:')}:${NAME}`;

class World {
  readonly #service: Service;
  readonly #timers = new Map<string, number>();
  readonly #answers: AslEvent[] = [];
  #now = 0;

  constructor(service: Service) {
    this.#service = service;
  }

  take(effects: readonly Effect[], at: number): void {
    this.#now = at;
    for (const effect of effects) {
      if (effect.kind === 'timer') this.#timers.set(effect.id, effect.due);
      if (effect.kind === 'cancel-timer') this.#timers.delete(effect.id);
      if (effect.kind === 'invoke') this.#answers.push(...this.#service(effect));
    }
  }

  next(): AslEvent | undefined {
    const answer = this.#answers.shift();
    if (answer !== undefined) return { ...answer, at: this.#now };
    let earliest: { id: string; due: number } | undefined;
    for (const [id, due] of this.#timers) if (earliest === undefined || due < earliest.due) earliest = { id, due };
    if (earliest === undefined) return undefined;
    this.#timers.delete(earliest.id);
    return { kind: 'timer', id: earliest.id, at: Math.max(earliest.due, this.#now) };
  }
}
