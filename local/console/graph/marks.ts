import { keyOf } from './edges.ts';
import type { Failure, Passage } from './passages.ts';

/** How a state stands in a run. A state that caught an error and went on is none that failed the execution. */
export type Standing = 'ahead' | 'passed' | 'caught' | 'here' | 'failed' | 'stopped';

export interface Mark {
  readonly standing: Standing;
  readonly times: number;
  /** When it was entered last. */
  readonly at: number;
  readonly due?: number;
}

export interface Marks {
  readonly states: ReadonlyMap<string, Mark>;
  /** The ways taken, by `keyOf`. */
  readonly taken: ReadonlySet<string>;
}

export interface Run {
  readonly passages: readonly Passage[];
  readonly running: boolean;
  readonly waiting?: { readonly state: string; readonly due?: number } | undefined;
}

export const noMarks: Marks = { states: new Map(), taken: new Set() };

/** What of a machine's drawing a run has touched. The last visit to a state decides how it stands. */
export function marksOf({ passages, running, waiting }: Run): Marks {
  const states = new Map<string, Mark>();
  for (const passage of passages) {
    const before = states.get(passage.state);
    const due = waiting?.state === passage.state ? waiting.due : undefined;
    states.set(passage.state, {
      standing: standingOf(passage, running),
      times: (before?.times ?? 0) + 1,
      at: passage.entered,
      ...(due === undefined ? {} : { due }),
    });
  }
  return { states, taken: new Set(passages.flatMap((passage) => wayTo(passage, passages))) };
}

function standingOf(passage: Passage, running: boolean): Standing {
  if (passage.ended) return passage.ended.how === 'stopped' ? 'stopped' : 'failed';
  if (passage.left === undefined) return running ? 'here' : 'stopped';
  return troubleOf(passage) ? 'caught' : 'passed';
}

/** The error a state was left by. A wait's time that has come, or news that was quicker than the wait, is none. */
export function troubleOf({ answer, failures, resource }: Passage): Failure | undefined {
  const last = failures.at(-1);
  if (answer !== undefined || !last) return undefined;
  const waits = resource?.endsWith('.waitForTaskToken') ?? false;
  return waits && ordinary.has(last.error) ? undefined : last;
}

const ordinary: ReadonlySet<string> = new Set(['States.Timeout', 'DynamoDb.ConditionalCheckFailedException']);

function wayTo({ state, from }: Passage, passages: readonly Passage[]): string[] {
  const before = from === undefined ? undefined : passages[from];
  return before ? [keyOf({ from: before.state, to: state })] : [];
}
