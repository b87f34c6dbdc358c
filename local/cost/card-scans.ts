import { SHARDS } from '../../lambdas/kernel/ids.ts';
import { functions } from '../../lambdas/registry.ts';
import { assumptions, monthDays } from './assumptions.ts';
import { Usage, type Use } from './usage.ts';

const gigabytes = functions['card-scan'].memoryMb / 1024;

/** The daily scan that finds no card: one query a shard, half a unit each. */
export function addCardScans(usage: Usage): void {
  const add = usage.add.bind(usage, 'standing');
  const waited = SHARDS * assumptions.store.value + assumptions['own-work'].value;
  add('eb.scheduler', 'card scan: schedule', monthDays);
  add('lambda.request', 'card scan: calls', monthDays);
  add('lambda.arm.gbs', 'card scan: time', monthDays * gigabytes * (waited / 1000));
  add('ddb.rru', 'card scan: reads', monthDays * SHARDS * 0.5);
  add('cw.logs.ingest', 'card scan: platform lines', (monthDays * assumptions['platform-lines'].value) / 1e9);
  add('secrets.api', 'card scan: secret reads', monthDays);
  add('xray.trace', 'card scan: traces', monthDays * assumptions['traced-share'].value);
}

/** A card is good for about three years: one in so many comes near its last day in a month. */
const months = 36;

/** Looks at one card before it is reminded or let go: the first is days too early, and a second one decides. */
const looks = 2;

/** Our rows: the card, its account, the cases, the update, the agreed cards and the mail; Stripe: card, customer, subscriptions. */
const [readsALook, callsALook] = [8, 3];

/** What the cards of so many accounts take that come near their last day in a month; its mail is one of the journey's. */
export function cardScanUses(accounts: number): Use[] {
  const usage = new Usage();
  const looked = (accounts / months) * looks;
  const waited = looked * (readsALook * assumptions.store.value + callsALook * assumptions.stripe.value);
  const add = usage.add.bind(usage, 'billing');
  add('ddb.rru', 'card scan: reads of cards', looked * readsALook);
  add('ddb.wru', 'card scan: writes', looked * 2);
  add('lambda.arm.gbs', 'card scan: time with cards', (waited / 1000) * gigabytes);
  add('ses.essentials', 'card scan: mails', accounts / months);
  return usage.list();
}
