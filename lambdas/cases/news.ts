import { after, parseInstant, toIso } from '../kernel/instant.ts';
import { wordsOf } from '../kernel/log.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Path } from '../kernel/rows.ts';
import { carryOut } from './carry-out.ts';
import { type Case, caseKey, dueAt, dueWithoutWait, parseCase } from './case.ts';
import type { Effect } from './effect.ts';
import { loadCase } from './load-case.ts';

export interface News {
  /** Ids that name this fact; one that is known already makes it a repeat. */
  readonly events: readonly string[];
  readonly what: string;
  readonly set?: readonly (readonly [Path, unknown])[];
  readonly append?: readonly (readonly [Path, readonly unknown[]])[];
  readonly effects?: readonly Effect[];
}

export type Raised = { readonly kind: 'raised' | 'repeat' | 'closed'; readonly row?: Case };

/**
 * News is one update: the counter and the fact together, refused for a fact the row knows. Then whatever waits is
 * answered, also on a repeat, because the first delivery may have died before it answered.
 */
export async function raiseNews(row: Case, news: News, ports: Ports): Promise<Raised> {
  const now = ports.clock.now();
  const written = await ports.rows.update(caseKey(row.account, row.sk), {
    set: [...(news.set ?? []), ...dueAt(row.account, row.sk, now)],
    add: [
      ['news', 1],
      ['version', 1],
    ],
    append: [
      ['applied', news.events],
      ['log', [{ at: toIso(now), event: news.events[0], what: news.what }]],
      ...(news.append ?? []),
      ...(news.effects ? [['pending', news.effects] as const] : []),
    ],
    if: {
      kind: 'all',
      of: [
        { kind: 'equals', path: 'run', value: row.run },
        { kind: 'differs', path: 'status', value: 'closed' },
        ...news.events.map(
          (event) => ({ kind: 'not', of: { kind: 'contains', path: 'applied', value: event } }) as const,
        ),
      ],
    },
  });
  if (!written.item) return { kind: 'closed' };
  const after = parseCase(written.item);
  if (after.status === 'closed' || after.run !== row.run) return { kind: 'closed', row: after };
  const carried = await carryOut(after, ports);
  await wake(carried, ports);
  return { kind: written.kind === 'done' ? 'raised' : 'repeat', row: carried };
}

/** Answers the token of a row whose news nobody has been told of. Harmless when nothing waits or all is answered. */
export async function wake(row: Case, ports: Ports, tries = 3): Promise<void> {
  if (!row.wait || row.answered >= row.news) return;
  const { token } = row.wait;
  const answer = await answerWait(row, token, row.log.at(-1)?.what ?? 'news', ports);
  if (answer === 'answered') return forgetWait(row, token, ports);
  // The wait is over by itself, or a newer one stands there: only the row can tell.
  const again = await loadCase(ports.rows, row.account, row.sk);
  if (!again || again.run !== row.run || again.status === 'closed') return;
  if (again.wait?.token === token) return forgetWait(again, token, ports);
  if (tries > 1) await wake(again, ports, tries - 1);
}

/** An answer that is refused leaves a customer waiting who has paid: it is counted, whoever tries again later. */
export async function answerWait({ account, sk, run }: Case, token: string, woken: string, ports: Ports) {
  try {
    return await ports.workflows.answer(token, { woken });
  } catch (error) {
    const { name, why } = wordsOf(error);
    ports.log.warn('token not answered', { account, case: sk, run, error: name, why });
    throw error;
  }
}

/** Only the token that was answered goes; a newer one that parked meanwhile stays. */
async function forgetWait(row: Case, token: string, ports: Ports): Promise<void> {
  await ports.rows.update(caseKey(row.account, row.sk), {
    remove: ['wait'],
    set: [['answered', row.news], ...dueWithoutWait(row, ports.clock.now())],
    add: [['version', 1]],
    if: { kind: 'equals', path: ['wait', 'token'], value: token },
  });
}

/** The moment the sweep should look at a waiting case if nothing happens before. */
export const overdueAt = (row: Case): string | undefined =>
  row.wait && toIso(after(parseInstant(row.wait.due), { minutes: 10 }));
