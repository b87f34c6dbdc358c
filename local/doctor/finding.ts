/**
 * `pass` was seen to be right, `warn` works and should be looked at, `fail` does not work or harms a customer, `skip`
 * could not be looked at from here, `ask` is what no API shows: a person looks.
 */
export type State = 'pass' | 'warn' | 'fail' | 'skip' | 'ask';

export interface Finding {
  readonly state: State;
  /** What was seen. */
  readonly words: string;
  /** The next move. */
  readonly fix?: string;
}

export const pass = (words: string): Finding => ({ state: 'pass', words });
export const warn = (words: string, fix: string): Finding => ({ state: 'warn', words, fix });
export const fail = (words: string, fix: string): Finding => ({ state: 'fail', words, fix });
export const skip = (what: string, why: string): Finding => ({
  state: 'skip',
  words: `not checked: ${what}`,
  fix: why,
});
export const ask = (words: string, fix: string): Finding => ({ state: 'ask', words, fix });

export const lineOf = ({ state, words, fix }: Finding): string =>
  `${state.padEnd(4)}  ${words}${fix === undefined ? '' : `: ${fix}`}`;

/** 0: nothing fails. What could not be looked at is no failure, and no success either: the summary counts it. */
export const exitCodeOf = (findings: readonly Finding[]): 0 | 1 =>
  findings.some(({ state }) => state === 'fail') ? 1 : 0;

export function summaryOf(findings: readonly Finding[]): string {
  const count = (state: State): number => findings.filter((one) => one.state === state).length;
  const parts = [`${count('pass')} pass`, `${count('warn')} warn`, `${count('fail')} fail`];
  const rest = [`${count('skip')} not checked`, `${count('ask')} for you to look at`];
  return [...parts, ...rest].join(', ');
}

/** What could be read, or why it could not. */
export type Read<T> = { readonly value: T } | { readonly why: string };

export async function read<T>(look: () => Promise<T>): Promise<Read<T>> {
  try {
    return { value: await look() };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** The findings on what was read, or one line that says why it was not. */
export const judged = <T>(what: string, facts: Read<T>, judge: (value: T) => readonly Finding[]): readonly Finding[] =>
  'why' in facts ? [skip(what, facts.why)] : judge(facts.value);
