import { cardSchema } from './account-schema.ts';
import { newId, StepError } from './at-stripe.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';

/**
 * What the customer does where our answer led: enters the card of the story in Stripe's portal, or confirms with the bank
 * on the invoice's own page. `value: "leaves"` turns back. Returns the address Stripe sends the browser to, if any.
 */
export async function atStripesPage(
  { world, recorder }: Stage,
  url: string,
  { account, value }: Of<'answer'>,
): Promise<string | undefined> {
  const { stripe } = world;
  const session = stripe.peek('portalSessions').find((one) => one.url === url);
  const note = (text: string): void => recorder.note(world.simulator.now(), text, account);
  if (session) {
    const card = cardIn(value);
    if (card) {
      newId('card', card.id, stripe.peek('paymentMethods'));
      stripe.addCard(String(session.customer), card, { default: true });
    }
    note(card ? `card ${card.id} entered on Stripe's page` : "left Stripe's page without a new card");
    return String(session.return_url);
  }
  const checkout = stripe.peek('checkoutSessions').find((one) => one.url === url);
  if (checkout) {
    const card = cardIn(value);
    if (card) {
      newId('card', card.id, stripe.peek('paymentMethods'));
      stripe.addCard(String(checkout.customer), card, { checkout: checkout.id });
    }
    note(card ? `card ${card.id} saved on Stripe's page` : "left Stripe's page without a card");
    return String(checkout.success_url);
  }
  const invoice = stripe.peek('invoices').find(({ hosted_invoice_url: hosted }) => hosted === url);
  if (invoice && value !== 'leaves') stripe.customerPays(invoice.id, { how: 'authenticates' });
  return undefined;
}

/** @throws StepError when the value of the story is no card */
function cardIn(value: unknown) {
  if (typeof value !== 'object' || value === null) return undefined;
  const parsed = cardSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StepError('value', 'a card as in accounts[].stripe.cards, such as { "id": "pm_2", "fingerprint": "fp_2" }');
}
