import type * as z from 'zod';
import { nearest } from '../../lambdas/kernel/config/nearest.ts';
import { type Keys, pathText } from '../../lambdas/kernel/config/problems.ts';
import { problemsOf } from '../../lambdas/kernel/config/read-issues.ts';
import { shapeKeysAt } from '../../lambdas/kernel/config/shape.ts';

export { StoryError } from './story-error.ts';

/** What a name that nobody knows may have meant, as the end of a sentence. */
export function meant(typed: string, known: readonly string[]): string {
  const near = nearest(typed, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

/** One sentence per unknown field, one per wrong value; `path` leads from the root of `schema` and `input`. */
export function sentencesOf(issues: readonly z.core.$ZodIssue[], schema: z.ZodType, input: unknown): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField([...issue.path, key], schema));
    return problemsOf([issue], schema, input).map(
      ({ path, got, allowed, fix }) =>
        `${path.replace('(the whole file)', 'story')}: got ${got}, allowed is ${allowed}; ${fix}`,
    );
  });
}

function unknownField(keys: Keys, schema: z.ZodType): string {
  const known = shapeKeysAt(schema, keys.slice(0, -1));
  const hint = meant(String(keys.at(-1)), known);
  return `${pathText(keys)}: no such field, known are ${known.join(', ') || 'none'}${hint}`;
}
