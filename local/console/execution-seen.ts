import type { Instant } from '../../lambdas/kernel/instant.ts';
import { objectIn } from './execution-outcomes.ts';
import type { StateList } from './graph/definition.ts';
import type { Passage } from './graph/passages.ts';
import type { Html } from './kit.ts';
import type { ExecutionView, Place } from './source.ts';

/** What the execution itself does not know: whose it is, and what became of its case. */
export interface ExecutionExtras {
  readonly place: Place;
  readonly now: Instant;
  readonly account?: { readonly id: string; readonly name: string };
  /** The case's row of this run, or the copy kept of it when it was closed. */
  readonly row?: Readonly<Record<string, unknown>>;
  /** What the person looking may do about it. */
  readonly acts?: Html;
}

/** Which case and run an execution is about, from its input (design §3). */
export function runOf(input: string): { readonly account: string; readonly sort: string; readonly run: number } {
  const { account, case: sort, run } = objectIn(input);
  return { account: String(account ?? ''), sort: String(sort ?? ''), run: Number(run ?? 0) };
}

/** An execution with what was read from its definition and its history. */
export interface Seen {
  readonly view: ExecutionView;
  readonly extras: ExecutionExtras;
  readonly list: StateList;
  readonly passages: readonly Passage[];
}
