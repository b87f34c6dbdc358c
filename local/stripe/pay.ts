import { collect, defaultCard, isProcessing } from './collect.ts';
import { finalize, intentOf, settleWithoutCharge } from './invoices.ts';
import type { Invoice, PaymentMethod } from './objects.ts';
import { type Decline, errorFields } from './outcomes.ts';
import { flag, text } from './params.ts';
import { Refusal, refuse } from './refusals.ts';
import { followPayment } from './subscription-status.ts';
import type { Params } from './types.ts';
import { copy, type World } from './world.ts';

/** `invoices.pay`: one attempt now, outside any schedule. A decline is a 402, and the invoice is open as before. */
export function pay(world: World, invoice: Invoice, params: Params): void {
  if (invoice.status === 'paid') throw refuse('pay_paid');
  if (invoice.status === 'void') throw refuse('pay_void');
  if (isProcessing(world, invoice)) throw refuse('pay_processing');
  if (invoice.status === 'draft') finalize(world, invoice);
  if (invoice.status === 'paid') return;
  const outOfBand = flag(params, 'paid_out_of_band') === true;
  if (outOfBand || invoice.amount_remaining === 0) {
    settleWithoutCharge(world, invoice, outOfBand);
    followPayment(world, invoice);
    return;
  }
  const card = cardFor(world, invoice, params);
  // Off session unless said otherwise; on session it is the customer who presses.
  const actor = flag(params, 'off_session') === false ? 'customer' : 'us';
  const result = collect(world, invoice, { actor, card });
  if (result.kind === 'declined') throw cardError(world, invoice, result);
}

function cardFor(world: World, invoice: Invoice, params: Params): PaymentMethod {
  const named = text(params, 'payment_method');
  if (named === undefined || named === '') {
    const card = defaultCard(world, invoice);
    if (card === undefined) throw refuse('pay_no_card');
    return card;
  }
  return attachedCard(world, invoice.customer, named);
}

/** A card of this customer, or the refusal Stripe gives. */
export function attachedCard(world: World, customer: string, id: string, param = 'payment_method'): PaymentMethod {
  const card = world.state.paymentMethods.get(id);
  if (card === undefined) throw refuse('payment_method_missing', { id, param });
  if (card.customer !== customer) throw refuse('card_not_attached', { card: id, param });
  return card;
}

/**
 * The 402 of a decline. For a card that asks for authentication the code is the one of Stripe's error list; that it
 * comes without a decline code is assumed (facts §4.4: pairing not confirmed).
 */
export function cardError(world: World, invoice: Invoice, decline: Decline): Refusal {
  const intent = intentOf(world, invoice);
  const fields = decline.needsAction
    ? {
        code: 'invoice_payment_intent_requires_action',
        message: `This payment requires additional user action before it can be completed successfully.`,
        type: 'card_error',
      }
    : errorFields(decline);
  const method = intent?.last_payment_error?.payment_method;
  return new Refusal(402, {
    ...fields,
    ...(intent?.latest_charge === null || intent === undefined ? {} : { charge: intent.latest_charge }),
    ...(intent === undefined ? {} : { payment_intent: copy(intent) }),
    ...(method === undefined || method === null ? {} : { payment_method: copy(method) }),
  });
}
