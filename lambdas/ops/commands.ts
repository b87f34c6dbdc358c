import type { Account } from '../accounts/account.ts';
import { linkCustomer } from '../accounts/identify.ts';
import { carryOut } from '../cases/carry-out.ts';
import { type Case, caseKey, caseSort, dueAt, executionOf, openList, parseCase, sinceVersion } from '../cases/case.ts';
import { closeChange } from '../cases/close.ts';
import type { Effect } from '../cases/effect.ts';
import { loadCase } from '../cases/load-case.ts';
import { raiseNews } from '../cases/news.ts';
import { startOf } from '../cases/open.ts';
import { openCases } from '../cases/open-cases.ts';
import { Conflict, NotFound } from '../kernel/failures.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { brakeKey } from '../messaging/brake.ts';

/** Who did it and why: every act by a person is a row (completions N4). */
export interface By {
  readonly who: string;
  readonly why: string;
}

export interface CaseName {
  readonly account: string;
  readonly subject: string;
}

async function find({ account, subject }: CaseName, ports: Ports): Promise<Case> {
  const row = await loadCase(ports.rows, account, caseSort('payment-recovery', subject));
  if (!row) throw new NotFound(`there is no recovery case of ${account} about ${subject}`);
  return row;
}

async function audit(act: string, { account, subject }: CaseName, by: By, ports: Ports): Promise<void> {
  const at = toIso(ports.clock.now());
  const sk = `ACT#${at}#${act}#${subject}`;
  await ports.rows.put({ pk: `A#${account}`, sk, entity: 'act', act, at, account, subject, ...by });
}

/** Ends the wait now; the step then reads the world and decides as always. */
export async function nudge(name: CaseName, by: By, ports: Ports): Promise<void> {
  const row = await find(name, ports);
  await audit('nudge', name, by, ports);
  await raiseNews(row, { events: [`nudge:${toIso(ports.clock.now())}`], what: `nudged by ${by.who}` }, ports);
}

/** Closes the case first, so that nothing that still runs finds it open; then stops the execution. */
export async function stop(name: CaseName, by: By, ports: Ports): Promise<void> {
  const row = await find(name, ports);
  if (row.status === 'closed')
    throw new Conflict(`the case about ${name.subject} is closed already: ${row.outcome ?? ''}`);
  await audit('stop', name, by, ports);
  const settled = Object.keys(Object(row.data.taken));
  const effects = (await speaks(row, ports)) ? [] : [bannerOf(row, null)];
  const closing = { outcome: 'stopped', stage: row.stage, settled, data: row.data, effects };
  const written = await ports.rows.update(caseKey(row.account, row.sk), closeChange(row, closing, ports.clock.now()));
  if (written.kind === 'refused') return stop(name, by, ports);
  await ports.workflows.stop(row.journey, executionOf(row), `${by.who}: ${by.why}`);
  await carryOut(parseCase(written.item), ports);
}

/** Nobody takes the banner back after a stop, not even a payment: so it goes with the case that showed it. */
const bannerOf = (row: Case, banner: Account['banner']): Effect => ({
  kind: 'account',
  account: row.account,
  set: { banner },
});

/** Another open case of the account has the banner now. */
async function speaks({ account, subject }: Case, { rows }: Ports): Promise<boolean> {
  const cases = await rows.query({ pk: `A#${account}`, sk: { prefix: caseSort('payment-recovery', '') } });
  return cases.items.some((item) => item.entity === 'case' && item.status !== 'closed' && item.subject !== subject);
}

const shown = ({ data, mode, status }: Case): Account['banner'] => {
  if (status !== 'closed' || data.banner !== true || mode !== 'live') return undefined;
  return data.paused ? 'paused' : 'payment_needs_attention';
};

/**
 * A new run that walks from the top: steps with a result pass without effect, waits whose time is past end in a second.
 * `policy: 'current'` moves it to today's configuration; otherwise it keeps its own.
 */
export async function restart(name: CaseName, by: By, ports: Ports, policy: 'own' | 'current' = 'own'): Promise<void> {
  const row = await find(name, ports);
  if (row.status === 'closed' && row.outcome !== 'stopped') {
    throw new Conflict(
      `the case about ${name.subject} ended as ${row.outcome ?? 'closed'}: there is nothing to restart`,
    );
  }
  await audit('restart', name, by, ports);
  await ports.workflows.stop(row.journey, executionOf(row), `${by.who} restarts it: ${by.why}`);
  const hash = policy === 'current' ? (await ports.policies.current()).hash : row.policy;
  const next = { ...row, run: row.run + 1 };
  const written = await ports.rows.update(
    caseKey(row.account, row.sk),
    sinceVersion(row, {
      set: [
        ['run', next.run],
        ['status', 'open'],
        ['policy', hash],
        ['pending', [...row.pending, ...(shown(row) ? [bannerOf(row, shown(row))] : []), startOf(next, hash)]],
        ...dueAt(row.account, row.sk, ports.clock.now()),
        ...openList(row),
      ],
      remove: ['wait', 'attention', 'outcome', 'closedAt'],
    }),
  );
  if (written.kind === 'refused') return restart(name, by, ports, policy);
  await carryOut(parseCase(written.item), ports);
}

/** Cases that wait for a person, longest open first. */
export async function attention(ports: Ports): Promise<Case[]> {
  const found: Case[] = [];
  for await (const item of openCases(ports.rows)) if (item.status === 'attention') found.push(parseCase(item));
  return found.sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
}

/** From now on events of that Stripe customer count for this account. */
export async function link(customer: string, account: string, by: By, ports: Ports): Promise<void> {
  await linkCustomer(customer, account, ports);
  await audit('link', { account, subject: customer }, by, ports);
}

/** Stops every mail and every charge; what is due meanwhile obeys its deadline when things go on. */
export const pauseAll = (by: By, ports: Ports): Promise<void> => brake(true, by, ports);

export const resumeAll = (by: By, ports: Ports): Promise<void> => brake(false, by, ports);

/** The flag is overwritten by the next one; the acts beside it stay. */
async function brake(on: boolean, by: By, { rows, clock }: Ports): Promise<void> {
  const at = toIso(clock.now());
  const act = on ? 'pause-all' : 'resume-all';
  await rows.put({ pk: brakeKey.pk, sk: `ACT#${at}#${act}`, entity: 'act', act, at, ...by });
  const before = await rows.get(brakeKey);
  // What was parked in between waits for this word: the sweep tells it (notice-switch.ts).
  const paused = on || before?.on !== true ? {} : { pausedAt: before.at };
  await rows.put({ ...brakeKey, entity: 'brake', on, at, ...paused, ...by });
}
