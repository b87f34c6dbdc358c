import { addressHash } from '../kernel/ids.ts';
import { ifAbsent, type Rows } from '../kernel/rows.ts';
import { customerRole } from './account.ts';

/** Under the hash, so that a table read by accident tells no address (design §7, `AT#`). */
export async function pointAddress(email: string, account: string, { rows }: { readonly rows: Rows }): Promise<void> {
  const key = { pk: `E#${addressHash(email)}`, sk: `AT#${account}#${customerRole}` };
  await rows.put({ ...key, entity: 'at', account, role: customerRole }, ifAbsent);
}

/** The accounts an address belongs to, by its hash. */
export async function accountsOfAddress(hash: string, { rows }: { readonly rows: Rows }): Promise<readonly string[]> {
  const page = await rows.query({ pk: `E#${hash}`, sk: { prefix: 'AT#' }, limit: 50 });
  return [...new Set(page.items.map(({ account }) => String(account)))];
}
