import { type Bill, billOf, type Measured, usesAt } from './bill.ts';
import type { IdleSweep } from './idle-sweep.ts';
import { type PriceList, prices } from './prices.ts';
import { standingUses } from './standing.ts';
import type { Use } from './usage.ts';

export interface Lever {
  readonly name: string;
  /** What it is paid with. */
  readonly price: string;
  readonly uses?: (uses: readonly Use[]) => Use[];
  readonly list?: PriceList;
  readonly sweepEveryMinutes?: number;
}

const without = (drop: (use: Use) => boolean) => (uses: readonly Use[]) => uses.filter((use) => !drop(use));

const times =
  (by: number, which: (use: Use) => boolean) =>
  (uses: readonly Use[]): Use[] =>
    uses.map((use) => (which(use) ? { ...use, quantity: use.quantity * by } : use));

const isLog = (what: string) => (use: Use) => use.price === 'cw.logs.ingest' && use.what.endsWith(what);

const ofJourneys = ({ journey }: Use): boolean => !['billing', 'standing', 'unasked events'].includes(journey);

/** Each is one change of settings, or of the business; the bill is made again with it. */
export const levers: readonly Lever[] = [
  {
    name: 'SES à la carte instead of Essentials',
    price: 'no Virtual Deliverability Manager; set once for the account',
    list: { ...prices, 'ses.essentials': prices['ses.alacarte'] },
  },
  { name: 'X-Ray off', price: 'no traces', uses: without(({ price }) => price === 'xray.trace') },
  {
    name: "only the event types we act on at Stripe's endpoint",
    price: 'nothing: the others are acknowledged and dropped',
    uses: without(({ journey }) => journey === 'unasked events'),
  },
  { name: 'execution logs at ERROR', price: 'no log of what went well', uses: without(isLog('execution logs')) },
  { name: 'platform log lines off', price: 'no START, END and REPORT lines', uses: without(isLog('platform lines')) },
  { name: 'the sweep every 5 minutes', price: 'what was lost is found 4 minutes later', sweepEveryMinutes: 5 },
  {
    name: 'a tenth fewer transitions an execution',
    price: 'states joined: a graph that says less',
    uses: times(0.9, ({ price }) => price === 'sfn.standard.transition'),
  },
  {
    name: 'functions with half the memory',
    price: 'slower starts; the time itself is mostly waiting',
    uses: times(0.5, ({ price }) => price === 'lambda.arm.gbs'),
  },
  {
    name: 'no point-in-time recovery',
    price: 'no way back after a mistake: not advised',
    uses: without(({ price }) => price === 'ddb.pitr'),
  },
  { name: 'twice as many failing payments', price: 'a bad month', uses: times(2, ofJourneys) },
];

export interface Moved {
  readonly name: string;
  readonly price: string;
  /** Dollars a month; below zero it saves. */
  readonly usd: number;
}

/** What each lever changes on the bill for so many accounts, the strongest first. */
export function moved(measured: Measured, idle: IdleSweep, accounts: number): Moved[] {
  const now = billOf(usesAt(measured, accounts), accounts);
  return levers
    .map((lever) => ({
      name: lever.name,
      price: lever.price,
      usd: pulled(lever, measured, idle, accounts).usd - now.usd,
    }))
    .toSorted((one, other) => Math.abs(other.usd) - Math.abs(one.usd));
}

function pulled(lever: Lever, { month, standing }: Measured, idle: IdleSweep, accounts: number): Bill {
  const change = lever.uses ?? ((uses: readonly Use[]) => [...uses]);
  const every = lever.sweepEveryMinutes;
  const changed = {
    month: { ...month, uses: change(month.uses) },
    standing: change(every === undefined ? standing : standingUses(idle, every)),
  };
  return billOf(usesAt(changed, accounts), accounts, lever.list ?? prices);
}
