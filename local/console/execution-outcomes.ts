import { lasted } from './execution-words.ts';
import { conditionWords, equality } from './graph/conditions.ts';
import { type StateFields, type StateSpec, waitsForToken } from './graph/definition.ts';
import { troubleOf } from './graph/marks.ts';
import type { Passage } from './graph/passages.ts';

/** What is known of a run at one of its passages. */
export interface Known {
  readonly passage: Passage;
  readonly state: StateSpec | undefined;
  /** The state entered from here, if one was. */
  readonly next: string | undefined;
  /** Variables as JSON texts, as they stood when the passage began. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What came of a visit to a state, in a sentence without its full stop. */
export function cameOf(known: Known): string {
  const { passage, state } = known;
  if (passage.ended) return endWords(passage.ended);
  const trouble = troubleOf(passage);
  if (trouble)
    return `${passage.tries > 1 ? `tried ${passage.tries} times, then ` : ''}failed: ${trouble.error}${messageOf(trouble.cause)}`;
  if (passage.left === undefined) return 'it is here now';
  if (state && waitsForToken(state)) return wokenWords(passage);
  switch (state?.fields.Type) {
    case 'Choice':
      return choiceWords(known, state.fields.Choices);
    case 'Wait':
      return `waited ${lasted(passage.left - passage.entered)}`;
    case 'Succeed':
      return 'the run ended here';
    default:
      return answerWords(passage);
  }
}

/** A Lambda's cause is JSON around the message of its error. */
function messageOf(cause: string | undefined): string {
  const { errorMessage } = objectIn(cause);
  return typeof errorMessage === 'string' && errorMessage !== '' ? `, ${errorMessage}` : '';
}

/** The error of a stop is our own word for it; the cause says who stopped it and why. */
function endWords({ how, error, cause }: NonNullable<Passage['ended']>): string {
  if (how === 'stopped') return `the execution was stopped here${cause ? `: ${cause}` : ''}`;
  return [`the execution ${how} here`, error, cause].filter(Boolean).join(': ');
}

/** A token's answer carries what woke it; a timeout is the wait's own time. */
function wokenWords({ answer, failures }: Passage): string {
  if (answer === undefined)
    return failures.at(-1)?.error === 'States.Timeout'
      ? 'its time came'
      : 'did not begin: something had happened since the step before had looked';
  const { woken } = objectIn(answer);
  return typeof woken === 'string' ? `woken: ${newsWords(woken)}` : 'woken by an answer to its token';
}

/** `invoice.paid` is a word of Stripe's. */
const newsWords = (what: string): string => (/^[a-z_]+(\.[a-z_]+)+$/.test(what) ? `Stripe reported ${what}` : what);

const verdicts: Readonly<Record<string, string>> = {
  NEXT: 'done, the run goes on',
  WAIT: 'not yet, it waits again',
  DONE: 'done, nothing is left to do',
  GONE: 'another run has the case',
};

function answerWords(passage: Passage): string {
  const { verdict } = answerOf(passage);
  const tries = passage.tries > 1 ? `, at try ${passage.tries}` : '';
  return `${verdicts[String(verdict)] ?? 'done'}${tries}`;
}

/** What a Lambda answered, whichever way it was called. */
export function answerOf({ answer }: Passage): Readonly<Record<string, unknown>> {
  const { Payload, ...rest } = objectIn(answer);
  return Payload === undefined ? rest : Object(Payload);
}

export function objectIn(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/** Which rule it was: the one whose comparison held, of those that lead to where the run went. */
function choiceWords({ next, variables, state }: Known, rules: StateFields['Choices']): string {
  if (next === undefined) return 'it chose';
  const leading = rules.filter(({ Next }) => Next === next);
  const held = leading.find((rule) => holds(rule, variables)) ?? (leading.length === 1 ? leading[0] : undefined);
  if (!held) return `on to "${next}", since ${leading.map(conditionWords).join(', or ') || 'none of its rules held'}`;
  const meaning = meaningOf(equality(held)?.value, state?.fields.Comment);
  return `on to "${next}", since ${conditionWords(held)}${meaning ? ` (${meaning})` : ''}`;
}

function holds(rule: StateFields['Choices'][number], variables: Known['variables']): boolean {
  const asked = equality(rule);
  const stood = asked && variables[asked.name];
  return asked !== undefined && (stood === asked.value || stood === JSON.stringify(asked.value));
}

/** Comments explain values like "WAIT: Stripe is still busy. NEXT: its own retries are off". */
export function meaningOf(value: string | undefined, comment = ''): string | undefined {
  const explained = [...comment.matchAll(/\b([A-Z]{2,}): (.+?)(?=\. [A-Z]{2,}: |$)/g)];
  return explained.find(([, name]) => name === value)?.[2]?.replace(/\.$/, '');
}
