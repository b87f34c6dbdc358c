import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before } from '../../lambdas/kernel/instant.ts';
import type { Item } from '../../lambdas/kernel/rows.ts';
import type { ConsoleSource } from '../console/source.ts';
import { failuresOf } from './failures.ts';
import { type Past, pastOf } from './history.ts';
import { type Replayed, replay } from './replay.ts';
import { type Strange, strangest } from './strange.ts';
import { type Summary, summaryOf } from './summary.ts';

export interface Rehearsal {
  readonly summary: Summary;
  readonly strange: readonly Strange[];
}

/** What is read of a stage or of a world on this machine. */
export type HistorySource = Pick<ConsoleSource, 'now' | 'board' | 'rowsOf' | 'partition'>;

/** So many stories are written for a person to look at. */
const mostStrange = 10;

/** Plays the past of every customer whose renewal failed in these days. `played` is told after each. */
export async function rehearse(
  source: HistorySource,
  days: number,
  played: (done: number) => void,
): Promise<Rehearsal> {
  const since = before(source.now(), { days });
  const replayed: Replayed[] = [];
  const { accounts } = await source.board();
  for (const account of accounts.keys()) {
    const past = await readPast(source, account);
    const failures = past ? failuresOf(past, since) : [];
    if (!past || failures.length === 0) continue;
    replayed.push(await replay(past, failures));
    played(replayed.length);
  }
  return { summary: summaryOf(replayed), strange: strangest(replayed, mostStrange) };
}

/** The rows of the account, and the attempts on each of its cards. */
async function readPast(source: HistorySource, account: string): Promise<Past | undefined> {
  const rows = await source.rowsOf(account);
  const budgets = new Set(
    rows.filter(({ entity }) => entity === 'card-ref').map(({ id, fingerprint }) => String(fingerprint ?? id)),
  );
  const attempts: Item[] = [];
  for (const budget of budgets) attempts.push(...(await source.partition(`CARD#${budget}`)).filter(isOf(account)));
  return pastOf(rows, attempts);
}

/** A card may have paid for several accounts. */
const isOf =
  (account: string) =>
  (item: Item): boolean =>
    item.entity === 'attempt' && (item.account === undefined || item.account === account);

/** Writes the stories afresh; what an earlier rehearsal wrote is gone. */
export function writeStories(strange: readonly Strange[], folder: string): string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return strange.map(({ replayed }, index) => {
    const file = join(folder, `${String(index + 1).padStart(2, '0')}-${replayed.account.replace(/[^\w-]/g, '_')}.json`);
    writeFileSync(file, `${JSON.stringify(replayed.story, null, 2)}\n`);
    return file;
  });
}
