import { functions, touchVariables } from '../../lambdas/registry.ts';
import { assumptions, minutesAMonth } from './assumptions.ts';
import { cardScanUses } from './card-scans.ts';
import { nightUses } from './nights.ts';
import type { PlayedMonth } from './play-month.ts';
import { type PriceList, prices } from './prices.ts';
import { quantityOf, scaled, type Use } from './usage.ts';

export interface Line extends Use {
  readonly service: string;
  readonly usd: number;
}

export interface Bill {
  readonly accounts: number;
  readonly lines: readonly Line[];
  readonly usd: number;
  readonly standingUsd: number;
  readonly per1000: number;
}

/** A month, what stands beside it, and what is derived from both: everything a bill is made of. */
export interface Measured {
  readonly month: PlayedMonth;
  readonly standing: readonly Use[];
}

/** What varies grows with the accounts from the played ones; what stands does not; stored logs follow from the logs taken in. */
export function usesAt({ month, standing }: Measured, accounts: number): Use[] {
  const varying = scaled(month.uses, accounts / month.accounts);
  const uses = [...varying, ...secretReads(varying), ...nightUses(accounts), ...cardScanUses(accounts), ...standing];
  return [...uses, ...keptLogs(uses)];
}

/**
 * A warm environment reads a secret every five minutes, however many calls it serves: the reads grow with the calls until
 * each five minutes have one, and from there with the environments that are busy at once.
 */
function secretReads(uses: readonly Use[]): Use[] {
  const calls = quantityOf(uses, 'lambda.request');
  const spans = minutesAMonth / assumptions['secret-minutes'].value;
  const busyHours = quantityOf(uses, 'lambda.arm.gbs') / 0.5 / 3600;
  const environments = Math.max(1, busyHours / (minutesAMonth / 60));
  const quantity = Math.min(calls, spans * secretsHeld * environments);
  return [{ journey: 'billing', price: 'secrets.api', what: 'secret reads', quantity }];
}

const secretTouches: ReadonlySet<string> = new Set(
  Object.entries(touchVariables).flatMap(([touch, variables]) =>
    variables.some((variable) => variable.endsWith('_SECRET')) ? [touch] : [],
  ),
);

/** Secrets that functions hold, one each for itself; those of the sweep, the reconciler and the card scan are standing. */
const secretsHeld = Object.entries(functions).reduce(
  (sum, [name, { touches }]) =>
    name === 'sweep' || name === 'reconciler' || name === 'card-scan'
      ? sum
      : sum + touches.filter((touch) => secretTouches.has(touch)).length,
  0,
);

function keptLogs(uses: readonly Use[]): Use[] {
  const kept = assumptions['log-months'].value * assumptions['log-compression'].value;
  return uses
    .filter(({ price }) => price === 'cw.logs.ingest')
    .map((use) => ({ ...use, price: 'cw.logs.storage', what: 'kept logs', quantity: use.quantity * kept }));
}

export function billOf(uses: readonly Use[], accounts: number, list: PriceList = prices): Bill {
  const lines = uses.map((use) => ({
    ...use,
    service: list[use.price].service,
    usd: use.quantity * list[use.price].usd,
  }));
  const usd = sum(lines);
  const standingUsd = sum(lines.filter(({ journey }) => journey === 'standing'));
  return { accounts, lines, usd, standingUsd, per1000: (usd / accounts) * 1000 };
}

const sum = (lines: readonly Line[]): number => lines.reduce((total, { usd }) => total + usd, 0);

/** Dollars by one of a line's words, the largest first. */
export function dollarsBy(lines: readonly Line[], key: (line: Line) => string): [string, number][] {
  const totals = new Map<string, number>();
  for (const line of lines) totals.set(key(line), (totals.get(key(line)) ?? 0) + line.usd);
  return [...totals].toSorted(([, one], [, other]) => other - one);
}
