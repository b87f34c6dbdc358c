import { lasted } from './execution-words.ts';
import { type StateFields, type StateSpec, waitsForToken } from './graph/definition.ts';

const kinds: Readonly<Record<string, string>> = {
  Task: 'step',
  Choice: 'decision',
  Wait: 'wait',
  Pass: 'pass through',
  Succeed: 'end',
  Fail: 'failure',
  Parallel: 'several at once',
  Map: 'the same for each',
};

export const kindOf = (state: StateSpec): string =>
  waitsForToken(state) ? 'wait that can be ended' : (kinds[state.fields.Type] ?? state.fields.Type);

/** What a state does, as far as its file says it. */
export function doesWords(state: StateSpec): string {
  const { fields, inside } = state;
  if (waitsForToken(state)) return `Waits ${timeLimit(fields.TimeoutSeconds)}; an answer to its token ends it at once`;
  switch (fields.Type) {
    case 'Task':
      return taskWords(fields);
    case 'Wait':
      return `Waits ${waitLength(fields)}`;
    case 'Choice':
      return 'Decides by what is known, without doing anything';
    case 'Succeed':
      return 'The run ends here, as meant';
    case 'Fail':
      return `The run fails here${typeof fields.Error === 'string' ? `: ${fields.Error}` : ''}`;
    case 'Parallel':
      return `Does ${inside.length} things at once and goes on when all are done`;
    case 'Map':
      return 'Does the same for each of a list and goes on when all are done';
    default:
      return 'Passes on what it is given';
  }
}

/** `${RecoveryStepFunction}` is the function "recovery step"; its payload may name the step. */
function taskWords({ Resource = '', Arguments, Parameters }: StateFields): string {
  const { FunctionName, Payload } = Object(Arguments ?? Parameters);
  if (typeof FunctionName !== 'string') return `Calls ${Resource.split(':').slice(5).join(':') || Resource}`;
  const { step } = Object(Payload);
  const called = FunctionName.replaceAll(/\$\{|\}|Function$|Function\}$/g, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  const of = typeof step === 'string' && !step.startsWith('{%') ? `, step "${step}"` : '';
  return `Calls the function "${called}"${of}`;
}

const seconds = (count: number): string => lasted(count * 1000);

/** The instant a step before has named, or a length that stands in the file. */
function timeLimit(limit: unknown): string {
  if (typeof limit === 'number') return `for ${seconds(limit)} at most`;
  const instant = /\$toMillis\(\$(\w+)\)/.exec(String(limit))?.[1];
  return instant === undefined
    ? 'without a limit of its own'
    : `until the time the step before it has named ("${instant}") at the latest`;
}

function waitLength({ Seconds, Timestamp }: StateFields): string {
  if (typeof Seconds === 'number') return seconds(Seconds);
  if (Seconds !== undefined) return `as many seconds as ${expression(Seconds)}`;
  return `until ${expression(Timestamp)}`;
}

const expression = (text: unknown): string => String(text).replace(/^\{%\s*|\s*%\}$/g, '');

/** "at most 10 more tries, the first after 2 seconds, then twice as long each time, never longer than 1 minute". */
export function retryWords(rule: StateFields['Retry'][number]): string {
  // AWS's own values where the file is silent.
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds, JitterStrategy } = rule;
  if (MaxAttempts === 0) return 'not tried again';
  const growth = Number(BackoffRate) === 1 ? '' : `, then ${timesWords(Number(BackoffRate))} as long each time`;
  const limit = MaxDelaySeconds === undefined ? '' : `, never longer than ${seconds(Number(MaxDelaySeconds))}`;
  const spread = JitterStrategy === 'FULL' ? ', each at a random moment of its time' : '';
  return `at most ${String(MaxAttempts)} more ${MaxAttempts === 1 ? 'try' : 'tries'}, the first after ${seconds(Number(IntervalSeconds))}${growth}${limit}${spread}`;
}

const timesWords = (rate: number): string => (rate === 2 ? 'twice' : `${rate} times`);

const errors: Readonly<Record<string, string>> = {
  'States.Timeout': 'its time is over',
  'DynamoDb.ConditionalCheckFailedException': 'something happened before the wait was written down',
};

/** Only the errors every reader meets have words; the others are names one can search for. */
export function errorWords(names: readonly string[], isFirst: boolean): string {
  const all = isFirst ? 'any error' : 'any other error';
  return names.map((name) => (name === 'States.ALL' ? all : (errors[name] ?? name))).join(', ');
}
