import { noteUpdate } from '../cards/card-update.ts';
import { hasAnother } from '../cases/rest-of-account.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifPresent } from '../kernel/rows.ts';
import type { Happening } from './happening.ts';
import type { Subscription } from './model.ts';
import { noteSuccess } from './note-success.ts';
import { projectInvoice, projectSubscription } from './project.ts';
import { found, projectWorth, readCardOf, readCustomerOf } from './project-account.ts';
import { readAtOf } from './recent-answers.ts';

/** A subscription that ended changes what its case should do: its row is there before the case hears of it. */
export async function projectBefore({ plan, account }: Happening, ports: Ports): Promise<Subscription | undefined> {
  if (plan.concern !== 'subscription' || !plan.ids.subscription) return undefined;
  const asked = ports.clock.now();
  const subscription = await found(ports.billing.subscription(plan.ids.subscription, 'projection'));
  if (!subscription) return undefined;
  await projectSubscription(account, subscription, readAtOf(subscription, asked), ports);
  if (subscription.status === 'canceled') await endAccount(account, subscription.id, ports);
  return subscription;
}

/** The rest is for people and later decisions: an open case has heard the news before any of it is read. */
export async function projectAfter(happening: Happening, ports: Ports): Promise<void> {
  const { plan, account, customer } = happening;
  const { ids, concern } = plan;
  if (concern === 'subscription') await projectWorth(account, ports);
  if (concern === 'invoice' && ids.invoice) await readInvoiceOf(happening, ids.invoice, ports);
  if (concern === 'customer') await readCustomerOf(account, customer, 'projection', ports);
  if (concern === 'card' && ids.card) await readCardOf(account, ids.card, ports);
  if (plan.hint === 'automatically_updated' && ids.card)
    await noteUpdate(account, ids.card, happening.event.created, ports);
}

async function readInvoiceOf(happening: Happening, id: string, ports: Ports): Promise<void> {
  const asked = ports.clock.now();
  const invoice = await found(ports.billing.invoice(id, 'projection'));
  if (!invoice) return;
  await projectInvoice(happening.account, invoice, readAtOf(invoice, asked), ports);
  await noteSuccess(happening, invoice, ports);
}

/** Churn is the end of the last subscription; one of two ending is contraction (completions A13). */
async function endAccount(account: string, ended: string, ports: Ports): Promise<void> {
  if (await hasAnother(account, ended, ports)) return;
  await ports.rows.update(
    { pk: `A#${account}`, sk: 'ACCOUNT' },
    {
      set: [['status', 'churned']],
      if: { kind: 'all', of: [ifPresent, { kind: 'differs', path: 'status', value: 'none' }] },
    },
  );
}
