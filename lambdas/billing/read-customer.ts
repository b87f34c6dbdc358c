import type { Customer } from './model.ts';
import { defined, idOf, inside, metadata, need, object, text } from './raw.ts';

/** Reads a customer of any API version; a deleted one has little more than its id. */
export function readCustomer(value: unknown): Customer {
  const raw = object(value, 'customer');
  const country = text(inside(raw, 'address').country) ?? text(inside(raw, 'shipping', 'address').country);
  return defined({
    id: need(text(raw.id), 'customer.id', raw),
    deleted: raw.deleted === true,
    email: text(raw.email),
    name: text(raw.name) ?? text(inside(raw, 'shipping').name),
    country: country?.toUpperCase(),
    // Invoices are charged to the invoice default first, then to the old default source (`default_card` before 2015-02-18).
    defaultPaymentMethod:
      idOf(inside(raw, 'invoice_settings').default_payment_method) ??
      idOf(raw.default_source) ??
      idOf(raw.default_card),
    metadata: metadata(raw.metadata),
    livemode: raw.livemode === true,
  });
}
