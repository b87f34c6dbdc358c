import type { Template } from './template.ts';
import type { Integration } from './types.ts';

/** A loaded definition: every expression compiled. Not JSON; frames refer to it by scope and state name. */
export interface Machine {
  readonly name: string;
  readonly arn: string;
  readonly definition: unknown;
  readonly timeoutSeconds?: number;
  /** '' is the machine itself; `<state>/<branch>` and `<state>/item` are what runs inside it. */
  readonly scopes: Readonly<Record<string, StateList>>;
}

export interface StateList {
  readonly startAt: string;
  readonly states: Readonly<Record<string, State>>;
}

/** Fields that every state goes through in the same way; see `pipeline.ts`. */
export interface Common {
  readonly name: string;
  readonly path: string;
  readonly next?: string;
  readonly output?: Template;
  readonly assign?: Template;
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface Retrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds?: number;
  readonly jitter: boolean;
}

export interface Catcher {
  readonly errors: readonly string[];
  readonly next: string;
  readonly output?: Template;
  readonly assign?: Template;
}

export interface PassState extends Common {
  readonly type: 'Pass';
}
export interface SucceedState extends Common {
  readonly type: 'Succeed';
}

export interface FailState extends Common {
  readonly type: 'Fail';
  readonly error?: Template;
  readonly cause?: Template;
}

export interface WaitState extends Common {
  readonly type: 'Wait';
  readonly seconds?: Template;
  readonly timestamp?: Template;
}

export interface ChoiceRule {
  readonly condition: Template;
  readonly location: string;
  readonly next: string;
  readonly output?: Template;
  readonly assign?: Template;
}

export interface ChoiceState extends Common {
  readonly type: 'Choice';
  readonly rules: readonly ChoiceRule[];
  readonly default?: string;
}

export interface TaskState extends Common {
  readonly type: 'Task';
  readonly resource: string;
  readonly integration: Integration;
  readonly arguments?: Template;
  readonly timeout?: Template;
  readonly heartbeat?: Template;
  readonly credentials?: Template;
}

export interface ParallelState extends Common {
  readonly type: 'Parallel';
  readonly arguments?: Template;
  readonly branches: readonly string[];
}

export interface MapState extends Common {
  readonly type: 'Map';
  readonly distributed: boolean;
  readonly label?: string;
  readonly processor: string;
  readonly items?: Template;
  readonly itemSelector?: Template;
  readonly maxConcurrency?: Template;
  readonly toleratedCount?: Template;
  readonly toleratedPercentage?: Template;
  readonly batch?: Batcher;
}

export interface Batcher {
  readonly maxItems?: Template;
  readonly maxBytes?: Template;
  readonly input?: Template;
}

export type State =
  | PassState
  | SucceedState
  | FailState
  | WaitState
  | ChoiceState
  | TaskState
  | ParallelState
  | MapState;
