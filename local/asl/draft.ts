import { contextObject, type Extra } from './context.ts';
import { ExecutionError, type Failure } from './failure.ts';
import { isTooLarge, MAX_HISTORY_EVENTS } from './limits.ts';
import type { Machine, State } from './machine.ts';
import { hex, numberAt } from './random.ts';
import type { Effect, Frame, HistoryEvent, Thread, TimerReason, Wait } from './types.ts';

/** What happens next on a thread. */
export type Move =
  | { readonly kind: 'goto'; readonly state: string; readonly input: unknown }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'ended'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly failure: Failure };

export const BLOCKED: Move = { kind: 'blocked' };

/**
 * One step in the making: a copy of the frame that may be written, and what the step will return. Threads are copied
 * when first written, so the frame that came in stays as it was and the rest is shared.
 */
export class Draft {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly at: number;
  readonly effects: Effect[] = [];
  readonly history: HistoryEvent[] = [];
  /** Threads with a move to make, in order. A queue, not recursion: a loop of Parallels must not grow the stack. */
  readonly ready: { readonly thread: string; readonly move: Move }[] = [];
  readonly #own = new Set<string>();
  #lastValue: unknown;
  #lastText = '';
  #execution: unknown;

  constructor(machine: Machine, frame: Frame, at: number) {
    this.machine = machine;
    this.at = at;
    this.frame = {
      ...frame,
      threads: { ...frame.threads },
      timers: { ...frame.timers },
      tasks: { ...frame.tasks },
      tokens: { ...frame.tokens },
    };
  }

  thread(id: string): Thread | undefined {
    const thread = this.frame.threads[id];
    if (thread === undefined || this.#own.has(id)) return thread;
    const copy = { ...thread };
    if (thread.wait !== undefined) copy.wait = copyWait(thread.wait);
    if (thread.child !== undefined) copy.child = { ...thread.child };
    return this.adopt(copy);
  }

  /** Puts a new thread under this draft. */
  adopt(thread: Thread): Thread {
    this.#own.add(thread.id);
    this.frame.threads[thread.id] = thread;
    return thread;
  }

  nextId(letter: string): string {
    this.frame.ids += 1;
    return `${letter}${this.frame.ids}-${hex(this.frame.start.executionArn, 7)}`;
  }

  readonly draw = (): number => {
    this.frame.draws += 1;
    return numberAt(this.frame.start.seed, this.frame.draws);
  };

  /** JSON text of a value; the last one is kept, since a state's output is the next one's input. */
  text(value: unknown): string {
    if (value !== this.#lastValue || typeof value !== 'object') {
      this.#lastText = JSON.stringify(value) ?? 'null';
      this.#lastValue = value;
    }
    return this.#lastText;
  }

  isTooLarge(value: unknown): boolean {
    return isTooLarge(this.text(value));
  }

  /** Appends an event behind the thread's last one and makes it the last. */
  emit(thread: Thread, type: string, details?: Record<string, unknown>, key?: `${string}EventDetails`): number {
    const id = this.emitAside(thread, type, details, key);
    thread.prev = id;
    return id;
  }

  /** Appends an event without moving the thread's causal chain. */
  emitAside(thread: Thread, type: string, details?: Record<string, unknown>, key?: `${string}EventDetails`): number {
    const child = thread.hiddenIn === undefined ? undefined : this.thread(thread.hiddenIn)?.child;
    if (child === undefined) return this.append(thread.prev, type, details, key);
    child.events += 1;
    checkHistory(child.events);
    return child.events;
  }

  append(prev: number, type: string, details?: Record<string, unknown>, key?: `${string}EventDetails`): number {
    const id = this.frame.events + 1;
    if (!type.startsWith('Execution')) checkHistory(id);
    this.frame.events = id;
    const place = { timestamp: this.at, type, id, previousEventId: prev };
    const event: HistoryEvent = details === undefined ? place : { ...place, [key ?? detailsKey(type)]: details };
    this.history.push(event);
    return id;
  }

  startTimer(thread: string, reason: TimerReason, due: number): string {
    const id = this.nextId('t');
    this.frame.timers[id] = { thread, due, reason };
    this.effects.push({ kind: 'timer', id, due, reason });
    return id;
  }

  cancelTimer(id: string | undefined): void {
    if (id === undefined || this.frame.timers[id] === undefined) return;
    delete this.frame.timers[id];
    this.effects.push({ kind: 'cancel-timer', id });
  }

  /** `$states.context`; what tests one state alone shows another. */
  context(thread: Thread, state: State, extra: Extra): Record<string, unknown> {
    return contextObject(this, thread, state, extra);
  }

  /** `$states.context.Execution`, the same for the whole step. */
  execution(): unknown {
    const { executionArn, executionName, roleArn, input, at } = this.frame.start;
    this.#execution ??= {
      Id: executionArn,
      Input: input,
      Name: executionName,
      RoleArn: roleArn ?? 'arn:aws:iam::000000000000:role/local',
      StartTime: new Date(at).toISOString(),
      RedriveCount: 0,
    };
    return this.#execution;
  }
}

function copyWait(wait: Wait): Wait {
  return wait.kind === 'children' ? { ...wait, live: [...wait.live], results: [...wait.results] } : wait;
}

const detailKeys = new Map<string, `${string}EventDetails`>();

/** `PassStateEntered` keeps its details under `stateEnteredEventDetails`, `TaskFailed` under `taskFailedEventDetails`. */
function detailsKey(type: string): `${string}EventDetails` {
  const known = detailKeys.get(type);
  if (known !== undefined) return known;
  const shared = /State(Entered|Exited)$/.exec(type);
  const key: `${string}EventDetails` = shared
    ? `state${shared[1] ?? ''}EventDetails`
    : `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
  detailKeys.set(type, key);
  return key;
}

/** One place is kept for the event that ends the execution. */
function checkHistory(id: number): void {
  if (id < MAX_HISTORY_EVENTS) return;
  throw new ExecutionError(
    'States.Runtime',
    `The execution reached the maximum number of history events (${MAX_HISTORY_EVENTS}).`,
  );
}
