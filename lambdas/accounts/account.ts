import * as z from 'zod';
import { countryZone } from '../kernel/calendar.ts';
import { shardOf } from '../kernel/ids.ts';
import type { Item, Key } from '../kernel/rows.ts';

export const accountStatuses = [
  'none',
  'trialing',
  'active',
  'past_due',
  'paused',
  'churned',
  'deletion_due',
  'deleted',
] as const;

export const tiers = ['free_trial', 'smb', 'mid_market', 'enterprise'] as const;

export const accountSchema = z.strictObject({
  pk: z.string(),
  sk: z.literal('ACCOUNT'),
  entity: z.literal('account'),
  account: z.string(),
  name: z.string(),
  zone: z.string().optional(),
  country: z.string().optional(),
  locale: z.string().optional(),
  plan: z.string().optional(),
  /** Per month. */
  mrr: z.strictObject({ amount: z.number(), currency: z.string() }).optional(),
  status: z.enum(accountStatuses),
  tier: z.enum(tiers),
  /** The first paid day, a date. */
  since: z.string().optional(),
  /** Who speaks for us. */
  owner: z.strictObject({ name: z.string(), email: z.string() }).optional(),
  customers: z.array(z.string()),
  /** What the user's own app shows now; absent: nothing. */
  banner: z.enum(['payment_needs_attention', 'paused']).optional().nullable(),
  /** A person stopped everything for this account (`ops hold`). */
  held: z.strictObject({ by: z.string(), at: z.string(), reason: z.string() }).optional().nullable(),
  /** What the customer pays with by default; null: nothing. */
  card: z
    .strictObject({
      id: z.string(),
      brand: z.string().optional(),
      last4: z.string().optional(),
      expMonth: z.number().optional(),
      expYear: z.number().optional(),
    })
    .optional()
    .nullable(),
  /** Made from Stripe's customer: its name follows Stripe. Absent: an import or a person gave it. */
  source: z.literal('stripe').optional(),
  /** The last event of something that changed at Stripe and no case needed yet: read before use. */
  stale: z.string().optional(),
  /** When all of its customers and subscriptions were last read. */
  wholeAt: z.string().optional(),
  customerReadAt: z.string().optional(),
  worthVersion: z.number().optional(),
  listPk: z.string().optional(),
  listSk: z.string().optional(),
});

export type Account = z.infer<typeof accountSchema>;

export const contactRoles = ['owner', 'billing', 'champion', 'economic_buyer', 'admin', 'user'] as const;

export const contactSchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('contact'),
  account: z.string(),
  email: z.string(),
  name: z.string().optional(),
  title: z.string().optional(),
  role: z.enum(contactRoles),
  zone: z.string().optional(),
  locale: z.string().optional(),
  channel: z.enum(['email', 'call', 'chat']).optional(),
});

export type Contact = z.infer<typeof contactSchema>;

export const accountKey = (account: string): Key => ({ pk: `A#${account}`, sk: 'ACCOUNT' });

/** Where accounts are listed, by tier. */
export const accountList = ({ account, tier }: Pick<Account, 'account' | 'tier'>) => ({
  listPk: `account:${tier}#${shardOf(account)}`,
  listSk: account,
});

export const parseAccount = (item: Item): Account => accountSchema.parse(item);

/** Whom mails about money go to: the first of these roles that somebody has. */
export const billingRoles = ['billing', 'owner'] as const satisfies readonly Contact['role'][];

/** Whoever has the address of Stripe's customer, where no contact of ours has it. */
export const customerRole = 'customer';

/** One mail, one person: the roles in order. */
export const contactFor = (contacts: readonly Contact[], roles: readonly string[]): Contact | undefined =>
  roles.map((role) => contacts.find((one) => one.role === role)).find((one) => one !== undefined);

/** A reader's zone: their own, the account's, the main one of the billing country, ours; never silently UTC (spec messaging). */
export const zoneOf = (account: Account | undefined, contact: Contact | undefined, companyZone: string): string =>
  contact?.zone ?? account?.zone ?? countryZone(account?.country ?? '') ?? companyZone;
