import { accountKey } from '../accounts/account.ts';
import { handledTypes } from '../billing/event-types.ts';
import { projectWorth } from '../billing/project-account.ts';
import { takeInEvent } from '../billing/take-in-event.ts';
import { type Case, caseKey, caseSort, sinceVersion } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import { raiseNews, wake } from '../cases/news.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import type { Ports } from '../kernel/ports.ts';
import { lookAtCase } from '../ops/sweep.ts';
import type { Repair } from './repair.ts';

export interface Healing {
  readonly account: string;
  /** The run of the reconciler: the same difference on another night is another fact. */
  readonly run: string;
}

/** Puts one difference right and says what was done. A repeat, now or after a crash, leaves the world as once did. */
export async function heal(repair: Repair, { account, run }: Healing, ports: Ports): Promise<string> {
  switch (repair.kind) {
    case 'event':
      return tell(repair, account, run, ports);
    case 'reopen':
      await unsettle(repair, account, ports);
      return tell({ ...repair, kind: 'event' }, account, run, ports);
    case 'give-back':
      await ports.billing.releaseCollection(repair.about, idempotencyKey('give-back', run, repair.about));
      return 'given back to Stripe: auto_advance is on';
    case 'status':
      await ports.rows.update(accountKey(account), {
        set: [['status', repair.to]],
        if: { kind: 'equals', path: 'status', value: repair.from },
      });
      return `the account is ${repair.to}`;
    case 'worth':
      await projectWorth(account, ports);
      return 'worked out again';
    default:
      return healCase(repair, account, run, ports);
  }
}

type OfCase = Extract<Repair, { kind: 'news' | 'callback' | 'execution' }>;

async function healCase({ kind, sort, differs }: OfCase, account: string, run: string, ports: Ports): Promise<string> {
  const row = await loadCase(ports.rows, account, sort);
  if (!row || row.status === 'closed') return 'its case has closed meanwhile';
  if (kind === 'callback') {
    await wake(row, ports);
    return 'the wait was told';
  }
  if (kind === 'execution') {
    await lookAtCase(row, ports);
    return 'looked at as the sweep does';
  }
  await raiseNews(
    row,
    { events: [`reconcile:${run}:${differs}`.slice(0, 255)], what: `reconciler: ${differs}` },
    ports,
  );
  return 'its case reads the world again';
}

type Told = Extract<Repair, { kind: 'event' }>;

/** The event that was lost, or is still on its way: its own handler does the rest, and a late one is a repeat. */
async function tell(repair: Told, account: string, run: string, ports: Ports): Promise<string> {
  await takeInEvent(eventOf(repair, run, ports), ports);
  if (handledTypes[repair.type].concern !== 'invoice' || repair.subscription === undefined)
    return `taken in as ${repair.type}`;
  const slot = await loadCase(ports.rows, account, caseSort('payment-recovery', repair.subscription));
  return slot && slot.status !== 'closed'
    ? `taken in as ${repair.type}: run ${slot.run} of its case is ${slot.status}`
    : `taken in as ${repair.type}`;
}

/** What Stripe would have sent, as far as anybody reads it: the object itself is read from Stripe. */
function eventOf({ type, about, customer, subscription, charge, at }: Told, run: string, { clock, stage }: Ports) {
  const { subject } = handledTypes[type];
  const object = {
    object: subject === 'card' ? 'payment_method' : subject,
    id: subject === 'customer' ? customer : about,
    ...(subject === 'customer' ? {} : { customer }),
    ...(charge === undefined ? {} : { charge }),
    ...(subject === 'invoice' && subscription !== undefined
      ? { parent: { type: 'subscription_details', subscription_details: { subscription } } }
      : {}),
  };
  return {
    id: `reconcile:${run}:${type}:${about}`.slice(0, 255),
    object: 'event',
    type,
    created: Math.floor((at ?? clock.now()) / 1000),
    livemode: stage.livemode,
    request: null,
    data: { object },
  };
}

/** Takes the invoice out of what the closed run has settled, so that its failure may open the next run. */
async function unsettle(
  { sort, about }: { sort: string; about: string },
  account: string,
  ports: Ports,
): Promise<void> {
  const row = await loadCase(ports.rows, account, sort);
  if (row?.status !== 'closed' || !row.settled.includes(about)) return;
  await ports.rows.update(caseKey(account, sort), withoutSettled(row, about));
}

const withoutSettled = (row: Case, about: string) =>
  sinceVersion(row, { set: [['settled', row.settled.filter((id) => id !== about)]] });
