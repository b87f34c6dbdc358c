import * as z from 'zod';
import { address, colour, country, currency, httpsUrl, origin, text, url, zone } from './fields.ts';

/** The six of the benchmark table (retention OS, benchmarks by industry). */
export const industries = [
  'b2b_saas_smb',
  'b2b_saas_enterprise',
  'b2c_subscription',
  'agency',
  'ecommerce_box',
  'fitness',
] as const;

/** The only facts without a default: nobody but the company knows them, and a guess would reach customers. */
export const companySchema = z.strictObject({
  /** As customers know it; subject lines and signatures use it. */
  name: text,
  /** Where the company's own days begin: reports, reviews, movements. Never silently UTC. */
  zone,
  country,
  /** Thresholds and reports are in it. */
  currency,
  industry: z.enum(industries).default('b2b_saas_smb'),
  /** Every lifecycle mail must carry it (CAN-SPAM, 15 U.S.C. 7704(a)(5)). */
  postalAddress: text,
  urls: z.strictObject({
    /** Where a customer goes on working after one of our pages. */
    app: url,
    docs: url.optional(),
    /** Where a meeting is booked: kickoff, demo, review. */
    booking: url.optional(),
    status: url.optional(),
  }),
});

/** Our own people by role (C15). An empty role falls to the founder; addresses are never part of a policy or an execution. */
export const peopleSchema = z.strictObject({
  founder: address,
  operations: address.optional(),
  sales: address.optional(),
  /** The pool that tasks of unowned accounts are spread over, by a hash of the account. */
  success: z.array(address).default([]),
  manager: address.optional(),
});

const sender = z.strictObject({ name: text, address });

/** Two identities, so that a complaint about marketing never harms the delivery of a payment notice. */
export const sendersSchema = z.strictObject({
  service: sender,
  lifecycle: sender,
  /** A mailbox someone reads; replies arrive at signed aliases of it. */
  replyTo: address,
});

export const brandSchema = z
  .strictObject({
    logo: url.optional(),
    /** Buttons and rules. Dark enough for white text on it (contrast 4.5 : 1). */
    color: colour.default('#1f4fd8'),
    /** Fonts that every mail client has, since none loads ours. */
    font: text.default('Helvetica, Arial, sans-serif'),
    signature: text.optional(),
  })
  .prefault({});

/**
 * The user's own app asking us (`GET /banner`, `GET /v1/access`). `origins`: the pages that may read the answers in a
 * browser, scheme, host and port. Default: the origin of `company.urls.app`; a list of your own replaces it.
 */
export const accessSchema = z.strictObject({ origins: z.array(origin).default([]) }).prefault({});

/** The second way in for apps without a server (N7): their own login token, checked against their key set. */
export const clientAuthSchema = z.strictObject({
  /** Where the provider publishes its public keys, https. */
  jwks: httpsUrl,
  /** Who issued the token (`iss`). Set it: some providers sign for all of their customers with the same keys. */
  issuer: text.optional(),
  /** Whom it was issued for (`aud`), where the provider says it. */
  audience: text.optional(),
  /** The claim that names the contact: an address, or a contact's id. Dots lead inside: `app_metadata.contact`. */
  claim: text.default('email'),
  /** The claim with the account's id. Without it the address leads to the account: one that Stripe's customer has. */
  accountClaim: text.optional(),
  /** The claim with the person's role, one of our contact roles. Without it their contact says it. */
  roleClaim: text.optional(),
});

/**
 * Who may act on a deployed stage from the console (`npm start -- --stage <name> --write`): the name of an IAM user, or
 * `<role>/<session>` of a role. Default: nobody. A guard against a slip, not against a thief: what AWS lets the credentials
 * write is for IAM to say.
 */
export const consoleSchema = z.strictObject({ writers: z.array(text).default([]) }).prefault({});

export const stripeSchema = z
  .strictObject({
    /** Customer metadata that holds the account's id; without it the customer's own id is the account's (design §7). */
    accountIdMetadata: text.default('account_id'),
    /** Customer metadata that names the person who owns the account (C15). */
    ownerMetadata: text.default('owner_email'),
  })
  .prefault({});
