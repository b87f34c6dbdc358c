import { hex } from './random.ts';
import type { Frame } from './types.ts';

/** A token says which execution issued it, so an answer needs no index to find its way. At most 1,024 characters. */
export const makeToken = (frame: Frame, n: number): string => {
  const { executionArn, seed } = frame.start;
  return `AQ${Buffer.from(executionArn).toString('base64url')}.${n}.${hex(`${executionArn}|${seed}|${n}`, 11)}`;
};

const FORM = /^AQ([A-Za-z0-9_-]+)\.(\d+)\.[0-9a-f]{8}$/;

/** The execution a token belongs to; undefined when it is malformed (AWS answers InvalidToken). */
export function executionOfToken(token: string): string | undefined {
  const encoded = FORM.exec(token)?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64url').toString();
}

/** 'closed' is what AWS reports as TaskTimedOut: the task ended, was retried, or its execution is over. */
export function tokenState(frame: Frame, token: string): 'open' | 'closed' | 'unknown' {
  if (Object.hasOwn(frame.tokens, token)) return 'open';
  const n = Number(FORM.exec(token)?.[2] ?? Number.NaN);
  return n <= frame.ids && makeToken(frame, n) === token ? 'closed' : 'unknown';
}
