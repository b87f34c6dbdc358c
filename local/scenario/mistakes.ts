import type * as z from 'zod';
import { type Keys, pathText } from '../../lambdas/kernel/config/problems.ts';

/** The story cannot be played; one sentence per mistake, each with the path of its field. */
export class StoryError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'StoryError';
    this.mistakes = mistakes;
  }
}

/** One sentence per unknown field, one per wrong value. */
export function sentencesOf(issues: readonly z.core.$ZodIssue[], base: Keys): string[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${pathText([...path, key])}: no such field, remove it or correct its name`);
    const text = issue.message.replace(/^Invalid input: /, '').replace(/^Invalid option: /, '');
    return [`${pathText(path)}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`];
  });
}
