import { type Contact, customerRole } from '../accounts/account.ts';
import { addressHash } from '../kernel/ids.ts';

/** Who looks at the user's own app, as a token says it. */
export interface Viewer {
  readonly account: string;
  /** The id of a contact, or the SHA-256 of their address in lower case: never the address itself. */
  readonly contact?: string | undefined;
  /** What the token calls them; without it, what they are among our contacts. */
  readonly role?: string | undefined;
  /** Their address is the one Stripe has for the customer. */
  readonly customer?: typeof customerRole | undefined;
}

const idOf = ({ sk }: Contact): string => sk.slice('CONTACT#'.length);

/** A token's own word goes first: the user's server knows its people better than an import of last year. */
export function roleOf({ role, contact, customer }: Viewer, contacts: readonly Contact[]): string | undefined {
  if (role !== undefined) return role;
  const found = contacts.find((one) => contact !== undefined && [idOf(one), addressHash(one.email)].includes(contact));
  return found?.role ?? customer;
}

/**
 * Who is shown that a payment failed: whoever the mails about it go to (completions A1). An owner is only where nobody
 * has the role `billing`, and where neither is known it is whoever has the address at Stripe; everybody else is left in
 * peace, since they could do nothing about it.
 */
export function isShownMoney(viewer: Viewer, contacts: readonly Contact[]): boolean {
  const role = roleOf(viewer, contacts);
  if (role === 'billing') return true;
  const known = (of: Contact['role']): boolean => contacts.some((one) => one.role === of);
  if (role === 'owner') return !known('billing');
  return role === customerRole && !known('billing') && !known('owner');
}
