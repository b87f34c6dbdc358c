import type { Customer } from '../billing/model.ts';
import { NotFound } from '../kernel/failures.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent, type Key } from '../kernel/rows.ts';
import { type Account, accountKey } from './account.ts';

const pointerKey = (customer: string): Key => ({ pk: `C#${customer}`, sk: 'POINTER' });

/**
 * Whose customer this is: the pointer, or, the first time, the account id in the customer's metadata, or the customer id
 * itself. A pointer is put once and read strongly consistent; `ops link` is how a person changes it. Undefined: Stripe
 * does not know this customer, or deleted it before we ever heard of it; asking again would change nothing.
 */
export async function accountOfCustomer(
  customer: string,
  ports: Pick<Ports, 'rows' | 'billing'>,
  metadataKey: string,
): Promise<string | undefined> {
  const pointer = await ports.rows.get(pointerKey(customer));
  if (pointer) return String(pointer.account);
  const read = await knownAtStripe(customer, ports);
  if (!read || read.deleted) return undefined;
  const account = read.metadata[metadataKey] ?? customer;
  const written = await ports.rows.put({ ...pointerKey(customer), entity: 'pointer', account }, ifAbsent);
  if (written.kind === 'refused' && written.item) return String(written.item.account);
  await createAccount(account, read, ports);
  return account;
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
    customers: [customer.id],
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
  await ports.rows.put({ ...pointerKey(customer), entity: 'pointer', account });
  await createAccount(account, read, ports);
  await ports.rows.update(accountKey(account), {
    append: [['customers', [customer]]],
    if: { kind: 'not', of: { kind: 'contains', path: 'customers', value: customer } },
  });
}
