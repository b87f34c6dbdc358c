import type { Case } from '../cases/case.ts';
import type { Effect } from '../cases/effect.ts';
import { raiseNews } from '../cases/news.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { foreignFacts, wordOf } from '../recovery/tried.ts';
import { foreignAlert } from './foreign-alert.ts';
import { actorOf, type Happening } from './happening.ts';
import type { Card, Invoice, Payment } from './model.ts';

/** The invoice's last charge, unless it was made after this event: then it is another one, perhaps our own. */
const aboutCharge = (event: Pick<Happening['event'], 'created'>, { payment }: Invoice): Payment | undefined =>
  payment?.chargedAt !== undefined && payment.chargedAt > event.created ? undefined : payment;

/** The event and the charge it is about: two events describe one failure, and neither of them may count twice. */
export const namesOf = ({ event, plan }: Happening, invoice: Invoice): string[] => {
  const charge = plan.chargeKey ?? aboutCharge(event, invoice)?.charge;
  return charge ? [event.id, `charge:${charge}`] : [event.id];
};

/** Stripe's or the customer's own attempt: it advances no stage, it only keeps our next one at its distance. */
export async function foreignAttempt(row: Case, invoice: Invoice, happening: Happening, ports: Ports): Promise<void> {
  const card = invoice.payment?.paymentMethod && (await ports.billing.card(invoice.payment.paymentMethod, 'reread'));
  const { config } = await ports.policies.current();
  const effects = card ? foreignEffects(card, invoice, row, happening, config) : [];
  const { type, created } = happening.event;
  // Day 14 counts from the lead's own failures: those of later periods must not push it away for ever.
  const set = row.data.lead === invoice.id ? [[['data', 'lastFailureAt'], toIso(created)] as const] : [];
  await raiseNews(row, { events: namesOf(happening, invoice), what: type, effects, set }, ports);
}

function foreignEffects(
  card: Card,
  invoice: Invoice,
  row: Case,
  { event, account }: Happening,
  config: RetentionConfig,
): Effect[] {
  const payment = aboutCharge(event, invoice);
  const decline = payment?.failure;
  const at = payment?.chargedAt ?? event.created;
  const actor = actorOf(event);
  const key = payment?.charge ?? event.id;
  const alert = foreignAlert(row, { invoice: invoice.id, card, at, actor, key });
  return [
    {
      kind: 'card-foreign',
      budget: card.fingerprint ?? card.id,
      key,
      at: toIso(at),
      actor,
      outcome: decline ? wordOf(decline) : 'declined',
      facts: foreignFacts(invoice, card, { account, charge: payment?.charge, decline, from: at }, config),
    },
    ...(alert ? [{ kind: 'event' as const, ...alert }] : []),
  ];
}
