import { type Bill, billOf, dollarsBy, type Measured, usesAt } from './bill.ts';
import { idleSweep } from './idle-sweep.ts';
import { type Moved, moved } from './levers.ts';
import { accountsAtQuota, type Budget, budgetOf } from './open-executions.ts';
import { playMonth } from './play-month.ts';
import { alarmCount, standingUses } from './standing.ts';
import { emptyWorld } from './world.ts';

export interface Report {
  readonly played: { readonly accounts: number; readonly failing: number; readonly webhooks: number };
  readonly bill: Bill;
  readonly services: readonly [string, number][];
  readonly journeys: readonly [string, number][];
  readonly lines: readonly [string, number][];
  readonly sizes: readonly Bill[];
  readonly levers: { readonly accounts: number; readonly moved: readonly Moved[] };
  readonly open: { readonly budgets: readonly Budget[]; readonly accountsAtQuota: number };
  readonly alarms: number;
}

const sizes = [300, 1000, 10_000, 100_000, 1_000_000] as const;

/** Fewer are too few for every life to occur, more change no figure and take minutes. */
const [fewest, most] = [200, 500];

export const playedFor = (accounts: number): number => Math.min(most, Math.max(fewest, accounts));

const leversAt = 100_000;

export async function reportFor(accounts: number, played = playedFor(accounts)): Promise<Report> {
  const month = await playMonth(played);
  const idle = await idleSweep(await emptyWorld());
  const measured: Measured = { month, standing: standingUses(idle) };
  const at = (size: number): Bill => billOf(usesAt(measured, size), size);
  const bill = at(accounts);
  const budgets = budgetOf(month);
  return {
    played: { accounts: month.accounts, failing: month.failing, webhooks: month.webhooks },
    bill,
    services: dollarsBy(bill.lines, ({ service }) => service),
    journeys: dollarsBy(bill.lines, ({ journey }) => journey),
    lines: dollarsBy(bill.lines, ({ service, journey, what }) => `${service}, ${journey}: ${what}`),
    sizes: sizes.map(at),
    levers: { accounts: leversAt, moved: moved(measured, idle, leversAt) },
    open: { budgets, accountsAtQuota: accountsAtQuota(budgets) },
    alarms: alarmCount(),
  };
}
