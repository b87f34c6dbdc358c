import { functions } from '../../lambdas/registry.ts';
import { assumptions, monthDays } from './assumptions.ts';
import { Usage, type Use } from './usage.ts';

/** Calls of the reconciler a night: one a minute from two to six (infra/constructs/schedules.ts). */
export const callsANight = 240;

/** What the two long walks read of our rows for one account: pointer, account and four lists, then pointer and account. */
const readsAnAccount = 8;

/** A page of Stripe's lists, and how many are on it. */
const aPage = 100;

/** Ours are read ten at a time (lambdas/reconcile/walks.ts). */
const together = 10;

const gigabytes = functions.reconciler.memoryMb / 1024;

/** The nights' calls that find the run done, or nobody to compare. */
export function addNights(usage: Usage): void {
  const calls = callsANight * monthDays;
  const add = usage.add.bind(usage, 'standing');
  add('eb.scheduler', 'reconciler: schedule', calls);
  add('lambda.request', 'reconciler: calls', calls);
  add(
    'lambda.arm.gbs',
    'reconciler: time',
    calls * gigabytes * ((assumptions['own-work'].value + assumptions.store.value) / 1000),
  );
  add('ddb.rru', 'reconciler: reads', calls);
  add('cw.logs.ingest', 'reconciler: platform lines', (calls * assumptions['platform-lines'].value) / 1e9);
  add('secrets.api', 'reconciler: secret reads', calls / assumptions['secret-minutes'].value);
  add('xray.trace', 'reconciler: traces', calls * assumptions['traced-share'].value);
}

/** What comparing so many accounts with Stripe takes, every night of a month; what it repairs is the exception. */
export function nightUses(accounts: number): Use[] {
  const usage = new Usage();
  const add = usage.add.bind(usage, 'billing');
  const looked = accounts * monthDays;
  const pages = (2 * looked) / aPage;
  const waited = pages * assumptions.stripe.value + ((looked * readsAnAccount) / together) * assumptions.store.value;
  add('ddb.rru', 'reconciler: reads of accounts', looked * readsAnAccount);
  add('lambda.arm.gbs', 'reconciler: time with accounts', (waited / 1000) * gigabytes);
  return usage.list();
}
