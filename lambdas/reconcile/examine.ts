import { parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent } from '../kernel/rows.ts';
import { compare } from './compare.ts';
import { heal } from './heal.ts';
import { accountOf, loadOurs } from './load-ours.ts';
import { readStripe } from './read-stripe.ts';
import type { Repair } from './repair.ts';
import type { RepairRow } from './run-row.ts';
import type { Rules } from './view.ts';

export interface Suspect {
  /** Absent: nobody here knows the customer. */
  readonly account?: string;
  readonly customer: string;
  /** What made us look, where Stripe lists it no more by itself. */
  readonly subscriptions?: readonly string[];
}

/** How long a report is kept: longer than the year somebody may ask about. */
const keptDays = 400;

/** Reads one account at Stripe and here, and puts right what differs. @returns how many repairs this run had not made before */
export async function examine(suspect: Suspect, run: string, ports: Ports): Promise<number> {
  const ours = await loadOurs(suspect.account, ports);
  const customers = ours.account?.customers ?? [suspect.customer];
  const stripe = await readStripe(customers, ours, suspect.subscriptions ?? [], ports);
  const { config } = await ports.policies.current();
  const repairs = compare(stripe, ours, config, await rulesOf(ports));
  let made = 0;
  for (const repair of repairs) if (await putRight(repair, suspect, run, ports)) made += 1;
  return made;
}

export async function rulesOf({ clock, policies }: Pick<Ports, 'clock' | 'policies'>): Promise<Rules> {
  const { config } = await policies.current();
  const goLive = config.goLive['payment-recovery'];
  return { now: clock.now(), ...(goLive ? { goLive: parseInstant(goLive) } : {}) };
}

async function putRight(repair: Repair, { account, customer }: Suspect, run: string, ports: Ports): Promise<boolean> {
  const did = await heal(repair, { account: account ?? customer, run }, ports);
  const owner = account ?? (await accountOf(customer, ports)) ?? customer;
  return report({ ...repair, account: owner, did }, run, ports);
}

type Told = Pick<Repair, 'kind' | 'about' | 'differs'> & { readonly account: string; readonly did: string };

/** Written after it was done, once: a run that comes by again finds the first line, and counts nothing. */
export async function report(
  of: Told,
  run: string,
  ports: Pick<Ports, 'rows' | 'clock'>,
  failed = false,
): Promise<boolean> {
  const { account, kind, about, differs, did } = of;
  const now = ports.clock.now();
  const row: RepairRow = {
    pk: `RECONCILE#${run}`,
    sk: `REPAIR#${account}#${about}#${kind}${failed ? '#failed' : ''}`,
    entity: 'reconcile-repair',
    run,
    at: toIso(now),
    account,
    kind,
    about,
    differs: differs.slice(0, 1000),
    did,
    ...(failed ? { failed } : {}),
    ttl: Math.floor(now / 1000) + keptDays * 86_400,
  };
  return (await ports.rows.put(row, ifAbsent)).kind === 'done';
}
