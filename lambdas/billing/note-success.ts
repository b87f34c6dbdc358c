import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { foreignFacts } from '../recovery/tried.ts';
import { recordEcho, recordForeignAttempt } from './card-budget.ts';
import { foreignAlert } from './foreign-alert.ts';
import { actorOf, type Happening } from './happening.ts';
import type { Card, Invoice } from './model.ts';
import { keyBehind } from './own-key.ts';
import { projectCard } from './project.ts';

/**
 * A payment that went through is an attempt too: networks count it, and its day tells when this card has money. Of our
 * own it is only told which charge it was.
 */
export async function noteSuccess(happening: Happening, invoice: Invoice, ports: Ports): Promise<void> {
  const { event, plan, account } = happening;
  const { payment } = invoice;
  if (plan.hint !== 'paid' || invoice.status !== 'paid' || !payment?.charge || !payment.paymentMethod) return;
  const card = await cardOf(account, payment.paymentMethod, ports);
  if (card?.type !== 'card') return;
  const { charge } = payment;
  const budget = card.fingerprint ?? card.id;
  const key = keyBehind(event.requestKey);
  if (key !== undefined) return recordEcho(ports, { budget, key, charge });
  const at = invoice.paidAt ?? event.created;
  const { config } = await ports.policies.current();
  const facts = foreignFacts(invoice, card, { account, charge, from: at }, config);
  const told = { budget, key: charge, at: toIso(at), outcome: 'paid' };
  const actor = actorOf(event);
  await recordForeignAttempt(ports, { ...told, actor, facts });
  const row = happening.open.find((one) => one.subject === invoice.subscription);
  const alert = row && foreignAlert(row, { invoice: invoice.id, card, at, actor, key: charge });
  if (alert) await ports.bus.publish(alert);
}

/** A card keeps its number for life, so the row of any day will do; one that was never read is read now. */
async function cardOf(
  account: string,
  id: string,
  ports: Ports,
): Promise<Pick<Card, 'id' | 'type' | 'brand' | 'fingerprint'> | undefined> {
  const row = await ports.rows.get({ pk: `A#${account}`, sk: `CARDREF#${id}` });
  if (row) return { id, type: String(row.type), ...textsOf(row) };
  const asked = ports.clock.now();
  const card = await ports.billing.card(id, 'projection');
  if (card) await projectCard(account, card, asked, ports);
  return card;
}

const textsOf = ({ brand, fingerprint }: Readonly<Record<string, unknown>>) => ({
  ...(typeof brand === 'string' ? { brand } : {}),
  ...(typeof fingerprint === 'string' ? { fingerprint } : {}),
});
