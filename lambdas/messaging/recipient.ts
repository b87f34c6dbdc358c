import { type Account, type Contact, contactFor, zoneOf } from '../accounts/account.ts';
import { contactsOf } from '../accounts/load-account.ts';
import { NotFound } from '../kernel/failures.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Message } from './outbox.ts';
import type { Recipient } from './sending.ts';

/** One mail, one person: the roles in order, then the address Stripe has for the customer (completions A1). */
export async function recipientOf(
  message: Message,
  account: Account | undefined,
  companyZone: string,
  ports: Pick<Ports, 'rows' | 'billing'>,
): Promise<Recipient | undefined> {
  if (message.address !== undefined)
    return { email: message.address, firstName: null, zone: companyZone, locale: 'en' };
  const contacts = await contactsOf(ports.rows, message.account);
  const contact = contactFor(contacts, message.roles);
  const email = contact?.email ?? (message.customer && (await customerEmail(message.customer, ports)));
  if (!email) return undefined;
  return {
    email,
    firstName: firstNameOf(contact),
    zone: zoneOf(account, contact, companyZone),
    locale: contact?.locale ?? account?.locale ?? 'en',
  };
}

async function customerEmail(customer: string, { billing }: Pick<Ports, 'billing'>): Promise<string | undefined> {
  try {
    return (await billing.customer(customer, 'goal')).email;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

const firstNameOf = (contact: Contact | undefined): string | null => contact?.name?.trim().split(/\s+/)[0] ?? null;
