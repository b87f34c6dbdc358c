import { assumptions } from './assumptions.ts';
import type { Bill } from './bill.ts';
import { openQuota } from './open-executions.ts';
import { failing, lives } from './population.ts';
import { prices } from './prices.ts';
import type { Report } from './report.ts';

const dollars = (usd: number): string => `$${usd.toFixed(2)}`;
const whole = (count: number): string => Math.round(count).toLocaleString('en-US');

const row = (name: string, ...cells: string[]): string =>
  `  ${name.padEnd(58)}${cells.map((cell) => cell.padStart(14)).join('')}`;

const table = (title: string, rows: readonly string[]): string => [title, ...rows].join('\n');

const totals = (title: string, entries: readonly [string, number][]): string =>
  table(
    title,
    entries.map(([name, usd]) => row(name, dollars(usd))),
  );

/** The whole bill in words and columns. */
export function readable(report: Report): string {
  const { bill } = report;
  return `${[
    head(report),
    totals(`By service, ${whole(bill.accounts)} accounts`, report.services),
    totals(`By journey, ${whole(bill.accounts)} accounts`, report.journeys),
    totals('The ten largest lines', report.lines.slice(0, 10)),
    bySize(report.sizes),
    openBudget(report),
    levers(report),
    grounds(),
  ].join('\n\n')}\n`;
}

function head({ bill, played, alarms }: Report): string {
  const each = (played.webhooks / played.accounts).toFixed(1);
  return [
    `${dollars(bill.usd)} a month for ${whole(bill.accounts)} accounts, in us-east-1, without free tiers and without what is not built yet`,
    '',
    `  of which ${dollars(bill.standingUsd)} stand whatever happens: ${alarms} alarm metrics, a dashboard, secrets, idle queues, the sweep, the idle calls of the night`,
    `  about $${Math.ceil(bill.standingUsd)} a month below 1,000 accounts`,
    `  counted in ${whole(played.accounts)} accounts that were played through one month of renewals, and every case to its end:`,
    `  ${whole(played.failing)} failed to pay (${100 * failing} % assumed), ${whole(played.webhooks)} webhooks came, ${each} an account`,
    '  what varies grows in proportion from there; what stands is counted once',
  ].join('\n');
}

const targets: ReadonlyMap<number, number> = new Map([
  [10_000, 3],
  [100_000, 0.6],
]);

const bySize = (sizes: readonly Bill[]): string =>
  table('By size', [
    row('accounts', 'a month', 'for 1,000', 'allowed'),
    ...sizes.map((one) =>
      row(whole(one.accounts), dollars(one.usd), dollars(one.per1000), allowed(targets.get(one.accounts))),
    ),
  ]);

const allowed = (usd: number | undefined): string => (usd === undefined ? '' : dollars(usd));

const openBudget = ({ open }: Report): string =>
  table(`Open executions (${whole(openQuota)} are allowed at once in a region)`, [
    row('journey', 'started', 'transitions', 'days open', 'open'),
    ...open.budgets.map((one) =>
      row(
        `${one.journey}, of 1,000 accounts`,
        whole(one.executionsPer1000),
        one.transitionsEach.toFixed(1),
        one.daysOpen.toFixed(1),
        one.openPer1000.toFixed(1),
      ),
    ),
    `  the quota is full at ${whole(open.accountsAtQuota)} accounts`,
  ]);

const levers = ({ levers: { accounts, moved } }: Report): string =>
  table(`What would change it most, at ${whole(accounts)} accounts`, [
    row('', 'a month'),
    ...moved.flatMap(({ name, price, usd }) => [
      row(name, `${usd < 0 ? '-' : '+'}${dollars(Math.abs(usd))}`),
      `      ${price}`,
    ]),
  ]);

function grounds(): string {
  const unconfirmed = Object.entries(prices).filter(([, { confidence }]) => confidence === 'C');
  return [
    table(
      'Assumed, because a simulation cannot count it',
      Object.entries(assumptions).map(([name, { value, unit, why }]) => `  ${name}: ${value} ${unit} (${why})`),
    ),
    table(
      'Assumed of the accounts',
      lives.map(({ name, share, why }) => `  ${(100 * share).toFixed(1)} % ${name} (${why})`),
    ),
    table(
      'Prices (local/cost/prices.ts has each with source and date); not confirmed are',
      unconfirmed.map(([id, { usd, unit }]) => `  ${id}: $${usd} a ${unit}`),
    ),
  ].join('\n\n');
}
