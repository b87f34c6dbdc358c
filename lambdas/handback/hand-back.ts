import type { Invoice, Subscription } from '../billing/model.ts';
import { found } from '../billing/project-account.ts';
import { carryOut } from '../cases/carry-out.ts';
import { type Case, caseKey, parseCase } from '../cases/case.ts';
import { closeChange } from '../cases/close.ts';
import type { Effect } from '../cases/effect.ts';
import { loadCase } from '../cases/load-case.ts';
import { answerWait } from '../cases/news.ts';
import { openCases } from '../cases/open-cases.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { toIso } from '../kernel/instant.ts';
import type { Money } from '../kernel/money.ts';
import type { Ports } from '../kernel/ports.ts';
import type { By } from '../ops/commands.ts';
import { parseRecovery } from '../recovery/state.ts';
import { leftBehind } from './held.ts';

/** One thing at Stripe that is there because of us, and what becomes of it. */
export interface Line {
  readonly account: string;
  readonly subscription: string;
  readonly invoice?: string;
  readonly amount?: Money;
}

export interface HandedBack {
  /** Open invoices Stripe collects again. */
  readonly given: readonly Line[];
  /** Cases that were ended, with or without an invoice of ours. */
  readonly ended: number;
  /** Subscriptions that we paused and that are still paused. */
  readonly paused: readonly (Line & { readonly how: 'subscription' | 'collection' })[];
  /** Held by us, and left so: a person stopped the case, or the subscription is paused. */
  readonly left: readonly (Line & { readonly why: string })[];
  /** A charge of ours has no result yet: ended the next time. */
  readonly busy: readonly Line[];
}

export interface Asked extends By {
  /** Says what it would do and does nothing. */
  readonly dryRun: boolean;
}

type Found = { -readonly [Part in keyof HandedBack]: HandedBack[Part] };

/**
 * Gives Stripe back what recovery took from it and ends every open case. Each case is one conditional write that already
 * holds what follows from it, so one that dies half-way is finished by the sweep or by the next call.
 */
export async function handBack(asked: Asked, ports: Ports): Promise<HandedBack> {
  const all: Found = { given: [], ended: 0, paused: [], left: [], busy: [] };
  for await (const item of openCases(ports.rows)) await endCase(parseCase(item), asked, all, ports);
  for await (const row of leftBehind(ports)) await lookBehind(row, all, ports);
  return all;
}

const lineOf = ({ account, subject }: Case, invoice?: Invoice): Line => ({
  account,
  subscription: subject,
  ...(invoice ? { invoice: invoice.id, amount: invoice.amountRemaining } : {}),
});

async function endCase(listed: Case, asked: Asked, all: Found, ports: Ports): Promise<void> {
  const row = await loadCase(ports.rows, listed.account, listed.sk);
  if (!row || row.status === 'closed') return;
  if (row.intent) {
    all.busy = [...all.busy, lineOf(row)];
    return;
  }
  const world = await readHeld(row, ports);
  const given = world.paused ? [] : world.held;
  if (!asked.dryRun && !(await close(row, given, asked, ports))) return endCase(row, asked, all, ports);
  all.ended += 1;
  all.given = [...all.given, ...given.map((one) => lineOf(row, one))];
  if (asked.dryRun && world.paused) tellPaused(row, world, world.paused, all);
}

interface World {
  /** Open, and not collected by Stripe because of us. */
  readonly held: readonly Invoice[];
  readonly paused?: 'subscription' | 'collection';
}

async function readHeld({ data, subject, mode }: Case, { billing }: Ports): Promise<World> {
  const recovery = parseRecovery(data);
  const subscription = await found(billing.subscription(subject, 'reread'));
  const held: Invoice[] = [];
  // Stripe itself stops collecting what an ended subscription owes.
  for (const id of mode === 'live' && subscription?.status !== 'canceled' ? Object.keys(recovery.taken) : []) {
    const one = await found(billing.invoice(id, 'reread'));
    if (one?.status === 'open' && !one.autoAdvance && one.amountRemaining.amount > 0) held.push(one);
  }
  const paused = recovery.paused && subscription ? howPaused(subscription) : undefined;
  return { held, ...(paused ? { paused } : {}) };
}

const howPaused = ({ status, pauseCollection }: Subscription): 'subscription' | 'collection' | undefined =>
  status === 'paused' ? 'subscription' : pauseCollection === undefined ? undefined : 'collection';

/** False: the row moved, look again. */
async function close(row: Case, given: readonly Invoice[], by: By, ports: Ports): Promise<boolean> {
  const { taken, lead } = parseRecovery(row.data);
  const closing = {
    outcome: 'handed_back',
    stage: row.stage,
    settled: [...Object.keys(taken), lead],
    data: row.data,
    effects: [...given.map((one) => release(one.id, row)), banner(row), told(row, given)],
  };
  const change = closeChange(row, closing, ports.clock.now());
  const written = await ports.rows.update(caseKey(row.account, row.sk), change);
  if (written.kind === 'refused') return false;
  await audit(row, by, ports);
  await carryOut(parseCase(written.item), ports);
  // The step that wakes finds its case closed and ends its execution; one that runs right now finds the same.
  if (row.wait) await answerWait(row, row.wait.token, 'handed back', ports).catch(() => undefined);
  return true;
}

const release = (invoice: string, row: Case): Effect => ({
  kind: 'release-collection',
  invoice,
  key: idempotencyKey('hand-back', row.account, row.sk, row.run, invoice),
});

const banner = ({ account }: Case): Effect => ({ kind: 'account', account, set: { banner: null } });

const told = ({ account, subject, run }: Case, given: readonly Invoice[]): Effect => ({
  kind: 'event',
  id: `recovery.handed_back/${account}/${subject}/${run}`,
  type: 'recovery.handed_back',
  account,
  detail: { subscription: subject, invoices: given.map(({ id }) => id) },
});

async function audit({ account, subject }: Case, { who, why }: By, { rows, clock }: Ports): Promise<void> {
  const at = toIso(clock.now());
  const sk = `ACT#${at}#handback#${subject}`;
  await rows.put({ pk: `A#${account}`, sk, entity: 'act', act: 'handback', at, account, subject, who, why });
}

/** What earlier ends left: listed again each time, until a person has seen to it. */
async function lookBehind(row: Case, all: Found, ports: Ports): Promise<void> {
  if (row.pending.length > 0) await carryOut(row, ports);
  const { invoices, taken } = known(row);
  if (invoices.length === 0 && parseRecovery(row.data).paused === undefined) return;
  const world = await readHeld({ ...row, data: { ...row.data, taken } }, ports);
  if (world.paused) return tellPaused(row, world, world.paused, all);
  const why =
    row.outcome === 'stopped' ? 'a person stopped its case' : 'handed back, and taken from Stripe again since';
  all.left = [...all.left, ...world.held.map((one) => ({ ...lineOf(row, one), why }))];
}

const known = ({ data }: Case) => {
  const { taken } = parseRecovery(data);
  return { taken, invoices: Object.keys(taken) };
};

/** While it is paused its old invoice is not collected: Stripe would charge somebody who has no access. */
function tellPaused(row: Case, { held }: World, how: 'subscription' | 'collection', all: Found): void {
  all.paused = [...all.paused, { ...lineOf(row), how }];
  all.left = [...all.left, ...held.map((one) => ({ ...lineOf(row, one), why: 'its subscription is paused' }))];
}
