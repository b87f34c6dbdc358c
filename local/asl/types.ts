/** How a Task talks to its service: answer at once, wait for a token, or wait for the job that was started. */
export type Pattern = 'request' | 'token' | 'sync' | 'sync:2';

export interface Integration {
  readonly type: 'lambda' | 'aws-sdk' | 'optimized' | 'activity';
  readonly service: string;
  readonly action: string;
  readonly pattern: Pattern;
}

/** An argument of CreateStateMachine beside the definition. Only Standard machines are run here. */
export type MachineType = 'STANDARD' | 'EXPRESS';

export interface Problem {
  readonly path: string;
  readonly message: string;
  /** AWS takes it; a careful author would not write it (a state nothing leads to, a loop without an end). */
  readonly lint?: true;
}

/** What StartExecution carries; `seed` feeds $random, $uuid, $shuffle and retry jitter. */
export interface StartInput {
  readonly executionArn: string;
  readonly executionName: string;
  readonly roleArn?: string;
  readonly input: unknown;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly seed: string;
}

export type AslEvent =
  | { readonly kind: 'timer'; readonly id: string; readonly at: number }
  | { readonly kind: 'task-result'; readonly task: string; readonly at: number; readonly output: unknown }
  | TaskFailureEvent
  | { readonly kind: 'token-success'; readonly token: string; readonly at: number; readonly output: unknown }
  | TokenFailureEvent
  | { readonly kind: 'token-heartbeat'; readonly token: string; readonly at: number }
  | { readonly kind: 'stop'; readonly at: number; readonly error?: string; readonly cause?: string };

export interface TaskFailureEvent {
  readonly kind: 'task-failure';
  readonly task: string;
  readonly at: number;
  readonly error?: string;
  readonly cause?: string;
}

export interface TokenFailureEvent {
  readonly kind: 'token-failure';
  readonly token: string;
  readonly at: number;
  readonly error?: string;
  readonly cause?: string;
}

export type TimerReason = 'wait' | 'retry' | 'timeout' | 'heartbeat' | 'machine-timeout';

export type Effect =
  | InvokeEffect
  | { readonly kind: 'timer'; readonly id: string; readonly due: number; readonly reason: TimerReason }
  | { readonly kind: 'cancel-timer'; readonly id: string }
  | { readonly kind: 'cancel-task'; readonly task: string }
  | EndedEffect;

export interface InvokeEffect {
  readonly kind: 'invoke';
  readonly task: string;
  readonly state: string;
  readonly integration: Integration;
  readonly resource: string;
  readonly arguments: unknown;
  readonly token?: string;
  /** 1 for the first try, 2 for the first retry. */
  readonly attempt: number;
  /** Index of the nearest Map iteration this task runs in. */
  readonly mapIndex?: number;
  readonly credentials?: unknown;
}

export type FinalStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface EndedEffect {
  readonly kind: 'ended';
  readonly status: FinalStatus;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** One event as GetExecutionHistory names it; `timestamp` is epoch milliseconds. */
export interface HistoryEvent {
  readonly timestamp: number;
  readonly type: string;
  readonly id: number;
  readonly previousEventId: number;
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>>;
}

export interface StepResult {
  readonly frame: Frame;
  readonly effects: Effect[];
  /** Only the events this step appended. */
  readonly history: HistoryEvent[];
}

/** An execution as plain JSON: store it, resume it, replay it. Readers may look, only `step` writes. */
export interface Frame {
  v: 1;
  machine: string;
  start: StartInput;
  status: 'RUNNING' | FinalStatus;
  stoppedAt?: number;
  output?: unknown;
  error?: string;
  cause?: string;
  /** Last history id, last task/timer/token/thread number, random numbers drawn. */
  events: number;
  ids: number;
  draws: number;
  threads: Record<string, Thread>;
  timers: Record<string, Timer>;
  /** Open task id -> thread id. */
  tasks: Record<string, string>;
  /** Open token -> task id. */
  tokens: Record<string, string>;
}

export interface Timer {
  readonly thread: string;
  readonly due: number;
  readonly reason: TimerReason;
}

export interface MapItem {
  readonly Index: number;
  readonly Value: unknown;
  readonly Key?: string;
}

/** One line of control: the execution itself, a Parallel branch, or a Map iteration. */
export interface Thread {
  id: string;
  parent?: string;
  index: number;
  /** Which list of states it walks; see `Machine.scopes`. */
  scope: string;
  state: string;
  input: unknown;
  enteredAt: number;
  enteredId: number;
  /** History id before the state was entered, and of the last event of this thread. */
  before: number;
  prev: number;
  vars: Record<string, unknown>;
  item?: MapItem;
  /** Failed attempts of the current state: per retrier, and in total. */
  retries?: { readonly counts: Readonly<Record<string, number>>; readonly total: number } | undefined;
  wait?: Wait | undefined;
  /** The first thread of a Distributed Map's iteration: its own history (only counted), no outer variables. */
  child?: { events: number };
  /** The id of that thread, on it and on every thread below. */
  hiddenIn?: string;
}

export type Wait = { readonly kind: 'timer' | 'retry'; readonly timer: string } | TaskWait | ChildrenWait;

export interface TaskWait {
  readonly kind: 'task';
  readonly task: string;
  readonly token?: string;
  readonly submitted: boolean;
  readonly timeout?: string;
  readonly heartbeat?: string;
  readonly heartbeatSeconds?: number;
}

export interface ChildrenWait {
  readonly kind: 'children';
  readonly live: string[];
  readonly results: unknown[];
  done: number;
  /** Map only. */
  readonly items?: readonly unknown[];
  readonly keys?: readonly string[];
  next: number;
  readonly concurrency: number;
  failed: number;
  readonly toleratedCount?: number;
  readonly toleratedPercentage?: number;
}
