import { recoverySchema } from '../../lambdas/recovery/state.ts';
import { resultWords } from '../../lambdas/recovery/why.ts';
import { answerOf, objectIn } from './execution-outcomes.ts';
import type { Passage } from './graph/passages.ts';
import { capital } from './words.ts';

type Row = Readonly<Record<string, unknown>>;

/** Why a step decided as it did. Its answer says so; of an older run the case's own record of that moment tells. */
export function reasonOf(passage: Passage, row: Row | undefined): string | undefined {
  const { why } = answerOf(passage);
  if (typeof why === 'string') return why;
  const { problem, step } = Object(objectIn(passage.parameters).Payload);
  if (typeof problem === 'string') return `The step "${String(step)}" was left by the error ${problem}.`;
  return isStep(passage) ? recorded(passage, row) : undefined;
}

const isStep = (passage: Passage): boolean => answerOf(passage).verdict !== undefined;

function recorded({ entered, left = entered }: Passage, row: Row | undefined): string | undefined {
  const recovery = recoverySchema.safeParse(row?.data).data;
  if (!recovery) return undefined;
  const then = Object.entries(recovery.results).filter(
    ([, { at }]) => Date.parse(at) >= entered && Date.parse(at) <= left,
  );
  const words = then.map(([name, result]) => resultWords(name, result, recovery)).filter((one) => one !== '');
  return words.length === 0 ? undefined : words.map((one) => `${capital(one)}.`).join(' ');
}
