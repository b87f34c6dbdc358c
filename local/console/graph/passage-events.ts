import type { HistoryEvent } from '../../asl/index.ts';
import type { Passage } from './passages.ts';

/** The passage an event begins, if it is the entry into a state. */
export function after(event: HistoryEvent, from: number | undefined): Passage | undefined {
  const { name, input } = event.stateEnteredEventDetails ?? {};
  if (typeof name !== 'string') return undefined;
  return {
    state: name,
    entered: event.timestamp,
    ...(typeof input === 'string' ? { input } : {}),
    ...(from === undefined ? {} : { from }),
    tries: 0,
    failures: [],
  };
}

const isFailure =
  /^(Task|LambdaFunction|Activity|Evaluation)(Failed|TimedOut|ScheduleFailed|StartFailed|SubmitFailed)$/;
const isAnswer = /^(Task|LambdaFunction|Activity)Succeeded$/;
const isCall = /^(Task|LambdaFunction|Activity)Scheduled$/;
const ends: Readonly<Record<string, NonNullable<Passage['ended']>['how']>> = {
  ExecutionFailed: 'failed',
  ExecutionAborted: 'stopped',
  ExecutionTimedOut: 'timed out',
};

/** What an event says about the passage it belongs to. */
export function applied(event: HistoryEvent, passage: Passage): void {
  const { type, timestamp } = event;
  const said = detailsOf(event);
  if (isCall.test(type)) called(passage, said);
  else if (isAnswer.test(type)) set(passage, 'answer', said.output);
  else if (isFailure.test(type)) passage.failures.push({ at: timestamp, ...failureOf(said, type) });
  else if (type.endsWith('StateExited')) left(passage, timestamp, said);
  const how = ends[type];
  if (how) passage.ended = { how, ...textsOf(said) };
}

function called(passage: Passage, said: Readonly<Record<string, unknown>>): void {
  passage.tries += 1;
  set(passage, 'parameters', said.parameters ?? said.input);
  set(passage, 'resource', said.resource);
}

function left(passage: Passage, at: number, { output, assignedVariables }: Readonly<Record<string, unknown>>): void {
  passage.left = at;
  set(passage, 'output', output);
  if (assignedVariables) passage.assigned = Object(assignedVariables);
}

function set(passage: Passage, field: 'parameters' | 'resource' | 'answer' | 'output', value: unknown): void {
  if (typeof value === 'string') passage[field] = value;
}

/** A timeout's event need not name its error. */
function failureOf(said: Readonly<Record<string, unknown>>, type: string) {
  return { error: type.endsWith('TimedOut') ? 'States.Timeout' : 'States.TaskFailed', ...textsOf(said) };
}

const textsOf = ({ error, cause }: Readonly<Record<string, unknown>>) => ({
  ...(typeof error === 'string' ? { error } : {}),
  ...(typeof cause === 'string' ? { cause } : {}),
});

function detailsOf(event: HistoryEvent): Readonly<Record<string, unknown>> {
  const [, details] = Object.entries(event).find(([name]) => name.endsWith('EventDetails')) ?? [];
  return Object(details);
}
