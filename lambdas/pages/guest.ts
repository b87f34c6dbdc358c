import { languageOf } from '../../templates/catalog.ts';
import { type Account, billingRoles, type Contact, contactFor, zoneOf } from '../accounts/account.ts';
import { contactsOf, loadAccount } from '../accounts/load-account.ts';
import type { Reader } from '../messaging/day-words.ts';
import type { Opened } from './purpose.ts';

/** The customer whose link was opened. */
export interface Guest extends Opened {
  readonly account: Account;
  readonly contact: Contact | undefined;
  readonly reader: Reader;
}

/** Undefined: the account is gone. Days and amounts are written for whoever reads the mails about money. */
export async function guestOf(opened: Opened): Promise<Guest | undefined> {
  const { claims, config, ports } = opened;
  const account = await loadAccount(ports.rows, claims.account ?? '');
  if (!account) return undefined;
  const contact = contactFor(await contactsOf(ports.rows, account.account), billingRoles);
  const language = languageOf(contact?.locale ?? account.locale ?? 'en');
  return { ...opened, account, contact, reader: { language, zone: zoneOf(account, contact, config.company.zone) } };
}
