import { BadInput } from '../failures.ts';

/** One thing wrong with a configuration, in the four parts a person needs. */
export interface ConfigProblem {
  /** `ladder.retries[1].after` */
  readonly path: string;
  /** The value as written, shortened. */
  readonly got: string;
  readonly allowed: string;
  /** The most likely repair. */
  readonly fix: string;
}

/** The configuration cannot be used; nothing was started with it. */
export class ConfigError extends BadInput {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(problemLine).join('\n'));
    this.problems = problems;
  }
}

const problemLine = ({ path, got, allowed, fix }: ConfigProblem): string =>
  `${path}: got ${got}, allowed is ${allowed}; ${fix}`;

export type Keys = readonly PropertyKey[];

export function pathText(keys: Keys): string {
  const text = keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return path === '' ? String(key) : `${path}.${String(key)}`;
  }, '');
  return text === '' ? '(the whole file)' : text;
}

const SHOWN = 60;

export function gotText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  const text = typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

export function valueAt(root: unknown, keys: Keys): unknown {
  return keys.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.getOwnPropertyDescriptor(value, key)?.value;
  }, root);
}
