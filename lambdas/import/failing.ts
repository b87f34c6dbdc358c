import { loadAccount } from '../accounts/load-account.ts';
import { recoverable } from '../billing/eligible.ts';
import type { Invoice, Subscription } from '../billing/model.ts';
import { pagesOf } from '../billing/pages-of.ts';
import { takeInEvent } from '../billing/take-in-event.ts';
import { caseSort } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import { type Instant, toIso, toSeconds } from '../kernel/instant.ts';
import type { Money } from '../kernel/money.ts';
import type { Lane, Ports } from '../kernel/ports.ts';
import { ownerOf } from './take-accounts.ts';

/** A renewal that has failed and that no case looks after. */
export interface Failing {
  readonly account: string;
  readonly name: string;
  readonly customer: string;
  readonly subscription: string;
  readonly invoice: string;
  readonly open: Money;
  /** When the invoice was made: its first charge came about an hour later. */
  readonly since: Instant;
}

/** What is failing at Stripe now, oldest first; one line per subscription, its oldest invoice leads. */
export async function failingNow(lane: Lane, ports: Ports): Promise<readonly Failing[]> {
  const found = new Map<string, Failing>();
  const list = (after?: string) => ports.lists.openInvoices({ lane, ...(after === undefined ? {} : { after }) });
  for await (const { items } of pagesOf(list))
    for (const invoice of items.filter(({ attempted }) => attempted)) {
      const failing = await failingOf(invoice, ports);
      const before = failing && found.get(failing.subscription);
      if (failing && (!before || failing.since < before.since)) found.set(failing.subscription, failing);
    }
  return [...found.values()].sort((a, b) => a.since - b.since || (a.invoice < b.invoice ? -1 : 1));
}

async function failingOf(invoice: Invoice, ports: Ports): Promise<Failing | undefined> {
  const { id, customer, subscription, amountRemaining, created } = invoice;
  const owner = await ownerOf(customer, ports);
  if (!owner || !subscription) return undefined;
  const status = await statusOf(owner.account, subscription, ports);
  if (recoverable(invoice, { status }, created, undefined).kind !== 'ours') return undefined;
  const row = await loadCase(ports.rows, owner.account, caseSort('payment-recovery', subscription));
  if (row && (row.status !== 'closed' || row.settled.includes(id))) return undefined;
  const name = (await loadAccount(ports.rows, owner.account))?.name ?? owner.account;
  return { account: owner.account, name, customer, subscription, invoice: id, open: amountRemaining, since: created };
}

/** As the table knows it; where it does not, Stripe is asked when the case opens. */
async function statusOf(account: string, id: string, { rows }: Ports): Promise<Subscription['status']> {
  const row = await rows.get({ pk: `A#${account}`, sk: `SUB#${id}` });
  const statuses = ['trialing', 'canceled', 'incomplete', 'incomplete_expired'] as const;
  return statuses.find((one) => one === row?.status) ?? 'past_due';
}

/**
 * Opens its case as the webhook would that nobody sent: the same checks, the same reads. It counts from now, so that
 * nobody's first mail is the last one.
 */
export async function enrol(failing: Failing, ports: Ports): Promise<void> {
  const { invoice, customer, subscription } = failing;
  const object = { id: invoice, object: 'invoice', customer, subscription };
  await takeInEvent(
    {
      // One invoice is enrolled once a day at most, however often somebody says yes.
      id: `enrol_${invoice}_${toIso(ports.clock.now()).slice(0, 10)}`,
      object: 'event',
      type: 'invoice.payment_failed',
      created: toSeconds(ports.clock.now()),
      livemode: ports.stage.livemode,
      data: { object },
    },
    ports,
  );
}
