import type { Customer } from '../billing/model.ts';
import { NotFound } from '../kernel/failures.ts';
import type { Ports } from '../kernel/ports.ts';
import { type Item, ifAbsent, type Key } from '../kernel/rows.ts';
import { type Account, accountKey, accountList } from './account.ts';
import { pointAddress } from './address-pointer.ts';

const pointerKey = (customer: string): Key => ({ pk: `C#${customer}`, sk: 'POINTER' });

export interface Owner {
  readonly account: string;
  /** Whose it was before a person linked it: what is open there goes on there, and nothing opens a second time here. */
  readonly former: readonly string[];
}

/**
 * Whose customer this is: the pointer, or, the first time, the account id in the customer's metadata, or the customer id
 * itself. A pointer is put once and read strongly consistent; `ops link` is how a person changes it. Undefined: Stripe
 * does not know this customer, or deleted it before we ever heard of it; asking again would change nothing.
 */
export async function ownerOfCustomer(
  customer: string,
  ports: Pick<Ports, 'rows' | 'billing'>,
  metadataKey: string,
): Promise<Owner | undefined> {
  const pointer = await ports.rows.get(pointerKey(customer));
  if (pointer) return ownerIn(pointer);
  const read = await knownAtStripe(customer, ports);
  if (!read || read.deleted) return undefined;
  const account = read.metadata[metadataKey] ?? customer;
  // The account first: a pointer that stands is never looked behind again.
  await joinAccount(account, read, ports);
  const written = await ports.rows.put({ ...pointerKey(customer), entity: 'pointer', account }, ifAbsent);
  return written.kind === 'refused' && written.item ? ownerIn(written.item) : { account, former: [] };
}

const ownerIn = (pointer: Item): Owner => ({
  account: String(pointer.account),
  former: Array.isArray(pointer.former) ? pointer.former.map(String) : [],
});

/** Several Stripe customers may name one account: all of them stand on it. */
async function joinAccount(account: string, read: Customer, ports: Pick<Ports, 'rows' | 'billing'>): Promise<void> {
  await createAccount(account, read, ports);
  await ports.rows.update(accountKey(account), {
    append: [['customers', [read.id]]],
    if: { kind: 'not', of: { kind: 'contains', path: 'customers', value: read.id } },
  });
  if (read.email !== undefined) await pointAddress(read.email, account, ports);
}

async function knownAtStripe(customer: string, { billing }: Pick<Ports, 'billing'>): Promise<Customer | undefined> {
  try {
    return await billing.customer(customer, 'projection');
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function createAccount(account: string, customer: Customer, ports: Pick<Ports, 'rows'>): Promise<void> {
  const row: Account = {
    ...accountKey(account),
    sk: 'ACCOUNT',
    entity: 'account',
    account,
    name: customer.name ?? customer.email ?? account,
    ...(customer.country ? { country: customer.country } : {}),
    status: 'active',
    tier: 'smb',
    source: 'stripe',
    customers: [customer.id],
    ...accountList({ account, tier: 'smb' }),
  };
  await ports.rows.put({ ...row }, ifAbsent);
}

/**
 * A person says whose customer it is (`ops link`). Stripe is asked first: a mistyped id would otherwise point nowhere for
 * years without anybody noticing.
 */
export async function linkCustomer(
  customer: string,
  account: string,
  ports: Pick<Ports, 'rows' | 'billing'>,
): Promise<void> {
  const read = await ports.billing.customer(customer, 'projection').catch((error: unknown) => {
    throw error instanceof NotFound ? new NotFound(`Stripe knows no customer ${customer}: check the id`) : error;
  });
  const before = await ports.rows.get(pointerKey(customer));
  const owners = before ? [...ownerIn(before).former, ownerIn(before).account] : [];
  const former = [...new Set(owners)].filter((one) => one !== account);
  await ports.rows.put({ ...pointerKey(customer), entity: 'pointer', account, former });
  await joinAccount(account, read, ports);
}
