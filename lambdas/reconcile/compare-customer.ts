import type { Account } from '../accounts/account.ts';
import type { Card, Customer } from '../billing/model.ts';
import { differing } from './differing.ts';
import type { Repair } from './repair.ts';

type Listed = Customer & { readonly card?: Card };

/** A customer as Stripe has it, against the account it is the face of. What was never read is read when it is needed. */
export function compareCustomer(customer: Listed, account: Account | undefined): readonly Repair[] {
  if (!account || customer.deleted || account.customers[0] !== customer.id) return [];
  if (account.customerReadAt === undefined) return [];
  const about = { about: customer.id, customer: customer.id };
  const changed = [...identity(customer, account), ...whichCard(customer, account)];
  if (changed.length > 0) return [{ kind: 'event', type: 'customer.updated', ...about, differs: changed.join('; ') }];
  const renewed = sameCard(customer, account);
  if (renewed.length === 0) return [];
  // An event that names the card: what the networks renewed is tried at once (spec, decline classes).
  const type = 'payment_method.automatically_updated' as const;
  return [{ kind: 'event', type, about: account.card?.id ?? '', customer: customer.id, differs: renewed.join('; ') }];
}

function identity({ name, country }: Customer, account: Account): readonly string[] {
  const follows = account.source === 'stripe';
  return [
    ...(follows && name !== undefined && name !== account.name ? ['the name is another one at Stripe'] : []),
    ...(follows && country !== undefined && country !== account.country
      ? [`country is ${country} at Stripe, ${account.country ?? 'nothing'} here`]
      : []),
  ];
}

function whichCard({ defaultPaymentMethod: pays }: Customer, { card }: Account): readonly string[] {
  const [there, here] = [pays ?? 'nothing', card?.id ?? 'nothing'];
  return there === here ? [] : [`pays with ${there} at Stripe, with ${here} here`];
}

function sameCard({ card: read }: Listed, { card }: Account): readonly string[] {
  if (!read || !card || read.id !== card.id) return [];
  const { brand, last4, expMonth, expYear } = read;
  return differing({ brand, last4, expMonth, expYear }, { ...card }, ['id']);
}
