import { type ConfigProblem, gotText, type Keys, pathText } from './problems.ts';
import type { RetentionConfig } from './resolved.ts';

/** One rule across fields: nothing, or what is wrong. Runs on a configuration whose single fields are right. */
export type Check = (config: RetentionConfig) => readonly ConfigProblem[];

export const complain = (
  keys: Keys,
  got: unknown,
  advice: { readonly allowed: string; readonly fix: string },
): ConfigProblem[] => [{ path: pathText(keys), got: gotText(got), ...advice }];
