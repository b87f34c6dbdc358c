import { languageOf } from '../../templates/catalog.ts';
import { billingRoles, contactFor, zoneOf } from '../accounts/account.ts';
import { contactsOf, loadAccount } from '../accounts/load-account.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Guest } from './guest.ts';
import type { Opened } from './purpose.ts';

/** Undefined: the account is gone. Days and amounts are written for whoever reads the mails about money. */
export async function loadGuest(
  opened: Opened,
  { rows, clock }: Pick<Ports, 'rows' | 'clock'>,
): Promise<Guest | undefined> {
  const { claims, expires, token, config } = opened;
  const account = await loadAccount(rows, claims.account ?? '');
  if (!account) return undefined;
  const contact = contactFor(await contactsOf(rows, account.account), billingRoles);
  const language = languageOf(contact?.locale ?? account.locale ?? 'en');
  const reader = { language, zone: zoneOf(account, contact, config.company.zone) };
  return { claims, expires, token, config, account, contact, reader, now: clock.now() };
}
