import { type Instant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent } from '../kernel/rows.ts';
import { carryOut } from './carry-out.ts';
import { type Case, caseKey, caseSort, dueWithoutWait, executionOf, openList } from './case.ts';
import type { Effect } from './effect.ts';
import { loadCase } from './load-case.ts';

export interface Opening {
  readonly account: string;
  readonly journey: Case['journey'];
  readonly subject: string;
  readonly policy: string;
  readonly mode: Case['mode'];
  readonly stage: string;
  /** What the event is about: a slot that has settled it opens no new run for it. */
  readonly about: string;
  /** The event and whatever else names the same fact (a charge id): none of them counts twice. */
  readonly events: readonly string[];
  readonly what: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type Opened =
  | { readonly kind: 'opened'; readonly row: Case }
  /** The slot is taken: what happened is news for the run that holds it. */
  | { readonly kind: 'running'; readonly row: Case }
  | { readonly kind: 'settled'; readonly row: Case };

/** Opens the slot, or its next run, in one conditional write that already holds what follows: the execution's start. */
export async function openCase(opening: Opening, ports: Ports): Promise<Opened> {
  const before = await loadCase(ports.rows, opening.account, caseSort(opening.journey, opening.subject));
  if (before && before.status !== 'closed') return { kind: 'running', row: before };
  if (before?.settled.includes(opening.about)) return { kind: 'settled', row: before };
  const row = freshCase(opening, before, ports.clock.now());
  const written = await ports.rows.put(
    row,
    before ? { kind: 'equals', path: 'version', value: before.version } : ifAbsent,
  );
  // Two events of one failure race to open: the loser finds the winner's run.
  if (written.kind === 'refused') return openCase(opening, ports);
  return { kind: 'opened', row: await carryOut(row, ports) };
}

function freshCase(opening: Opening, before: Case | undefined, now: Instant): Case {
  const sk = caseSort(opening.journey, opening.subject);
  const run = (before?.run ?? 0) + 1;
  const at = toIso(now);
  const slot = { account: opening.account, sk, journey: opening.journey, subject: opening.subject, run };
  return {
    ...caseKey(opening.account, sk),
    entity: 'case',
    account: opening.account,
    journey: opening.journey,
    subject: opening.subject,
    run,
    status: 'open',
    stage: opening.stage,
    policy: opening.policy,
    mode: opening.mode,
    openedAt: at,
    news: 1,
    answered: 1,
    version: (before?.version ?? 0) + 1,
    applied: [...opening.events],
    log: opening.events.slice(0, 1).map((event) => ({ at, event, what: opening.what })),
    // What the closed run had decided and not yet carried out still follows, before anything of this one.
    pending: [...(before?.pending ?? []), startOf(slot, opening.policy)],
    settled: before?.settled ?? [],
    data: { ...opening.data },
    ...Object.fromEntries(dueWithoutWait(slot, now)),
    ...Object.fromEntries(openList({ ...slot, openedAt: at })),
  };
}

/** The input is exactly this, from the row: a repeated start is byte-equal, and Step Functions answers with the same execution. */
export function startOf(row: Pick<Case, 'account' | 'sk' | 'journey' | 'subject' | 'run'>, policy: string): Effect {
  return {
    kind: 'start',
    journey: row.journey,
    name: executionOf(row),
    input: { account: row.account, case: row.sk, run: row.run, policy },
  };
}
