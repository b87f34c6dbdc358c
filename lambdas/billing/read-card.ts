import type { Card } from './model.ts';
import { defined, idOf, inside, need, number, object, type Raw, text, time } from './raw.ts';

/** Old cards carry display names, payment methods carry codes; network rules compare codes. */
const brands: Readonly<Record<string, string>> = {
  'american express': 'amex',
  'diners club': 'diners',
  'cartes bancaires': 'cartes_bancaires',
  'eftpos australia': 'eftpos_au',
};

/** Reads a payment method of any type, or an old card, bank account or source. */
export function readCard(value: unknown): Card {
  const raw = object(value, 'card');
  const type = typeOf(raw);
  const details = raw.object === 'card' || raw.object === 'bank_account' ? raw : inside(raw, type);
  const brand = type === 'card' ? text(details.brand)?.toLowerCase() : undefined;
  return defined({
    id: need(text(raw.id), 'card.id', raw),
    customer: idOf(raw.customer),
    type,
    fingerprint: text(details.fingerprint),
    brand: brand === undefined ? undefined : (brands[brand] ?? brand),
    last4: text(details.last4),
    expMonth: number(details.exp_month),
    expYear: number(details.exp_year),
    created: time(raw.created),
  });
}

/** An old card object may have a `type`, which is then its brand (2013): the kind of object decides. */
function typeOf(raw: Raw): string {
  if (raw.object === 'card' || raw.object === 'bank_account') return raw.object;
  return text(raw.type) ?? 'other';
}
