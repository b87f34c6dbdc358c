import type { Rows } from '../kernel/rows.ts';
import { type Account, accountKey, type Contact, contactSchema, parseAccount } from './account.ts';

export async function loadAccount(rows: Rows, account: string): Promise<Account | undefined> {
  const item = await rows.get(accountKey(account));
  return item && parseAccount(item);
}

export async function contactsOf(rows: Rows, account: string): Promise<Contact[]> {
  const page = await rows.query({ pk: `A#${account}`, sk: { prefix: 'CONTACT#' } });
  return page.items.map((item) => contactSchema.parse(item));
}
