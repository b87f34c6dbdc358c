import type { HistoryEvent } from '../asl/index.ts';

/** One state the execution went through, in words. */
export interface Passage {
  readonly state: string;
  readonly entered: number;
  /** Undefined while it is still there. */
  left?: number;
  /** What came of it: a wait's end, a step's verdict, an error and what was done about it. */
  readonly happened: string[];
}

/** The way an execution took, read from its history: every state entered, and how each was left. */
export function wayOf(history: readonly HistoryEvent[]): Passage[] {
  const way: Passage[] = [];
  for (const event of history) {
    const entered = detailsOf(event, 'stateEnteredEventDetails').name;
    if (typeof entered === 'string') way.push({ state: entered, entered: event.timestamp, happened: [] });
    const last = way.at(-1);
    if (!last) continue;
    const words = wordsOf(event);
    if (words !== undefined) last.happened.push(words);
    if (event.type.endsWith('StateExited')) last.left = event.timestamp;
  }
  return way;
}

function wordsOf(event: HistoryEvent): string | undefined {
  switch (event.type) {
    case 'TaskSucceeded':
      return answerOf(detailsOf(event, 'taskSucceededEventDetails').output);
    case 'TaskTimedOut':
      return 'the time has come';
    case 'TaskFailed': {
      const { error } = detailsOf(event, 'taskFailedEventDetails');
      return error === 'DynamoDb.ConditionalCheckFailedException' ? 'something had happened already' : String(error);
    }
    case 'ExecutionFailed':
      return `failed: ${String(detailsOf(event, 'executionFailedEventDetails').error)}`;
    case 'ExecutionAborted':
      return `stopped: ${String(detailsOf(event, 'executionAbortedEventDetails').cause)}`;
    default:
      return undefined;
  }
}

const detailsOf = (event: HistoryEvent, name: `${string}EventDetails`): Readonly<Record<string, unknown>> =>
  event[name] ?? {};

/** A woken wait says what woke it; a step says whether it goes on, waits or is done. */
function answerOf(output: unknown): string {
  const { woken, Payload }: { woken?: unknown; Payload?: unknown } = Object(parsed(output));
  if (typeof woken === 'string') return `woken: ${woken}`;
  const { verdict, due }: { verdict?: unknown; due?: unknown } = Object(Payload);
  if (verdict === 'WAIT') return `waits until ${String(due)}`;
  return verdict === undefined ? 'done' : String(words[String(verdict)] ?? verdict);
}

const words: Readonly<Record<string, string>> = { NEXT: 'goes on', DONE: 'done', GONE: 'another run has the case' };

function parsed(output: unknown): unknown {
  try {
    return typeof output === 'string' ? JSON.parse(output) : output;
  } catch {
    return undefined;
  }
}
