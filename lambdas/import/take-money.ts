import { attemptsOn, keepForeign } from '../billing/attempt-ledger.ts';
import type { AttemptFacts } from '../billing/attempt-row.ts';
import type { ListedCharge } from '../billing/listed-charge.ts';
import { projectInvoice } from '../billing/project.ts';
import type { ListedInvoice } from '../kernel/billing-lists.ts';
import { after, before, type Instant, toIso, toSeconds } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item, Key } from '../kernel/rows.ts';
import { classify } from '../recovery/decline.ts';
import { wordOf } from '../recovery/tried.ts';
import { ownerOf } from './take-accounts.ts';

/** A charge names the intent it was for and not the invoice: this row leads from one to the other while the import runs. */
const intentKey = (intent: string): Key => ({ pk: `PI#${intent}`, sk: 'INVOICE' });

/** An import that is interrupted for longer than that loses the names of invoices on old attempts, nothing else. */
const kept = { days: 14 } as const;

/** The invoice on its account, and the way back to it from its charges. */
export async function takeInvoice({ intent, ...invoice }: ListedInvoice, readAt: Instant, ports: Ports): Promise<void> {
  const owner = await ownerOf(invoice.customer, ports);
  if (!owner) return;
  await projectInvoice(owner.account, invoice, readAt, ports);
  if (intent === undefined) return;
  await ports.rows.put({
    ...intentKey(intent),
    entity: 'intent',
    account: owner.account,
    invoice: invoice.id,
    ...(invoice.subscription === undefined ? {} : { subscription: invoice.subscription }),
    ttl: toSeconds(after(ports.clock.now(), kept)),
  });
}

/** One attempt in the history of a card. What is no card's has no history there. */
export async function takeCharge(charge: ListedCharge, ports: Ports): Promise<void> {
  const budget = charge.fingerprint ?? (charge.brand === undefined ? undefined : charge.paymentMethod);
  if (budget === undefined || charge.status === 'other') return;
  if (await isKnown(budget, charge, ports)) return;
  const of = charge.intent === undefined ? undefined : await ports.rows.get(intentKey(charge.intent));
  await keepForeign(ports, {
    budget,
    id: charge.id,
    at: toIso(charge.created),
    // The list does not say who asked for it. What belongs to an invoice was nearly always Stripe's own schedule.
    actor: of ? 'stripe' : 'customer',
    result: resultOf(charge),
    ...factsOf(charge, of),
  });
}

/** Our own attempts stand under our own key; an hour covers what passes between our row and Stripe's charge. */
async function isKnown(budget: string, { id, created }: ListedCharge, ports: Ports): Promise<boolean> {
  const near = await attemptsOn(ports, budget, before(created, { hours: 1 }));
  return near.some(({ charge }) => charge === id);
}

const resultOf = ({ status, decline }: ListedCharge): string =>
  status === 'succeeded' ? 'paid' : status === 'pending' ? 'processing' : decline ? wordOf(decline) : 'unknown';

function factsOf(charge: ListedCharge, of: Item | undefined): AttemptFacts {
  const { id, amount, brand, paymentMethod, decline } = charge;
  return {
    charge: id,
    amount,
    ...(brand === undefined ? {} : { brand }),
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    ...(of ? { account: String(of.account), invoice: String(of.invoice) } : {}),
    ...(typeof of?.subscription === 'string' ? { subscription: of.subscription } : {}),
    ...(decline ? classOf(decline, brand) : {}),
  };
}

function classOf(decline: NonNullable<ListedCharge['decline']>, brand: string | undefined) {
  const verdict = classify(decline, { type: 'card', ...(brand === undefined ? {} : { brand }) });
  return { class: verdict.class, reason: verdict.why.reason };
}
