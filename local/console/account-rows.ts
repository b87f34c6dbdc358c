import { executionOf } from '../../lambdas/cases/case.ts';
import type { Item } from '../../lambdas/kernel/rows.ts';
import type { CaseLine, MessageLine, TaskLine } from './board.ts';
import { caseLine, messageLine, taskLine, withText } from './board-lines.ts';

/** What was tried on a card, as its own row tells. */
export interface Attempt {
  readonly at: number;
  readonly actor: string;
  readonly state: string;
  readonly outcome: string;
}

/** An attempt that was planned and not made. */
export interface NotMade {
  readonly at: number;
  readonly step: string;
  readonly reason: string;
  readonly invoice: string;
}

const instantOf = (value: unknown): number => Date.parse(String(value)) || 0;

const of = (rows: readonly Item[], ...entities: readonly string[]): Item[] =>
  rows.filter(({ entity }) => entities.includes(String(entity)));

/** Each run once: the slot shows its last run, closed ones are kept beside it. Newest first. */
export function runsIn(rows: readonly Item[]): CaseLine[] {
  const runs = new Map<string, CaseLine>();
  for (const row of of(rows, 'closed-run', 'case')) {
    const line = caseLine(row);
    runs.set(executionOf({ ...line, journey: 'payment-recovery' }), line);
  }
  return [...runs.values()].sort((a, b) => b.openedAt - a.openedAt || b.run - a.run);
}

export const messagesIn = (rows: readonly Item[]): MessageLine[] =>
  of(rows, 'message')
    .map((row) => withText(messageLine(row)))
    .sort((a, b) => b.at - a.at);

export const tasksIn = (rows: readonly Item[]): TaskLine[] =>
  of(rows, 'task')
    .map(taskLine)
    .sort((a, b) => a.due - b.due);

export const entitiesIn = of;

/** Steps that passed without a charge, and why, of every run. */
export function notMadeIn(rows: readonly Item[]): NotMade[] {
  const found = new Map<string, NotMade>();
  for (const row of of(rows, 'closed-run', 'case')) {
    const { results }: { results?: Record<string, unknown> } = Object(row.data);
    for (const [step, result] of Object.entries(results ?? {})) {
      const { at, kind, reason, invoice }: Record<string, unknown> = Object(result);
      if (kind !== 'skipped' && kind !== 'abandoned' && kind !== 'observed') continue;
      const one = { at: instantOf(at), step, reason: String(reason ?? kind), invoice: String(invoice ?? '') };
      found.set(`${row.subject}/${step}/${one.at}`, one);
    }
  }
  return [...found.values()].sort((a, b) => b.at - a.at);
}

export function attemptsIn(card: Item | undefined): Attempt[] {
  const slots: unknown[] = Array.isArray(card?.slots) ? card.slots : [];
  return slots
    .map((slot) => {
      const { at, actor, state, outcome }: Record<string, unknown> = Object(slot);
      return { at: instantOf(at), actor: String(actor), state: String(state), outcome: String(outcome ?? '') };
    })
    .sort((a, b) => b.at - a.at);
}

/** Whoever has the token could answer the execution that waits with it: it is nothing to look at. */
export function withoutToken(row: Item): Item {
  const wait: unknown = row.wait;
  return wait === undefined ? row : { ...row, wait: { ...Object(wait), token: 'not shown' } };
}
