import type { Result } from './run.ts';

const words = { pass: 'pass', fail: 'FAIL', skip: 'skip', look: 'look' } as const;

export const line = ({ kind, name, saw, seconds, expects }: Result): string =>
  `${words[kind]}  ${name}: ${saw}${seconds > 0 ? ` (${seconds} s)` : ''}${kind === 'fail' ? `\n      expected: ${expects}` : ''}`;

export function summary(results: readonly Result[]): string {
  const count = (kind: Result['kind']): number => results.filter((result) => result.kind === kind).length;
  const rest = (['fail', 'skip', 'look'] as const).filter((kind) => count(kind) > 0);
  const named = { fail: 'failed', skip: 'not run', look: 'for a person to look at' };
  return [`${count('pass')} of ${results.length} passed`, ...rest.map((kind) => `${count(kind)} ${named[kind]}`)].join(
    ', ',
  );
}
