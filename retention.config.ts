import { defineConfig } from './lambdas/kernel/config/index.ts';

/**
 * Your file: prices, people, words and switches. Everything left out has a default with a reason beside it in
 * `lambdas/kernel/config/`. Amounts are minor units (4900 is $49.00), durations are texts such as '24h' or '14d'.
 */
export default defineConfig({
  version: 1,

  company: {
    name: 'Northwind Metrics',
    zone: 'America/New_York',
    country: 'US',
    currency: 'usd',
    industry: 'b2b_saas_smb',
    postalAddress: '48 Harbor Street, Portland, ME 04101, USA',
    urls: {
      app: 'https://app.northwind.test',
      docs: 'https://docs.northwind.test',
      booking: 'https://meet.northwind.test/success',
      status: 'https://status.northwind.test',
    },
  },

  people: {
    founder: 'nora@northwind.test',
    operations: 'ops@northwind.test',
    sales: 'sales@northwind.test',
    success: ['sam@northwind.test', 'ines@northwind.test'],
  },

  // Two identities on purpose: a complaint about a newsletter must not stop a payment notice.
  senders: {
    service: { name: 'Northwind Metrics Billing', address: 'billing@northwind.test' },
    lifecycle: { name: 'Sam from Northwind Metrics', address: 'sam@hello.northwind.test' },
    replyTo: 'replies@in.northwind.test',
  },

  // observe: record what would happen; mail-to-me: all mail to `people.founder`; live: act.
  mode: { default: 'observe' },

  // Monthly, in minor units. `id` is the price's lookup key in Stripe.
  plans: [
    { id: 'solo', name: 'Solo', prices: { usd: 1900, eur: 1800 }, limits: { dashboards: 5 } },
    {
      id: 'team',
      name: 'Team',
      prices: { usd: 4900, eur: 4500 },
      limits: { dashboards: 50, seats: 10 },
      downgradeTo: 'solo',
    },
    {
      id: 'business',
      name: 'Business',
      prices: { usd: 49_900, eur: 45_900 },
      limits: { seats: 50 },
      downgradeTo: 'team',
    },
    { id: 'enterprise', name: 'Enterprise', prices: { usd: 590_000, eur: 540_000 }, downgradeTo: 'business' },
  ],

  // What one unit is worth in company.currency; change it once a month, on the first.
  fx: { rates: { eur: 1.08, gbp: 1.27 } },

  // $500 a month or more: a person looks at a failed payment too.
  highValueMrr: 50_000,

  // The product's own event names.
  events: {
    keyFeatures: ['Dashboard Created', 'Report Scheduled', 'Alert Created', 'Source Connected'],
    advanced: ['Formula Saved', 'Api Query Run'],
    quickWin: 'Source Connected',
    billingPage: 'Billing Viewed',
    dataExport: 'Export Requested',
    cancelPage: 'Cancel Viewed',
    intent: ['Pricing Viewed', 'Teammate Invited'],
  },
});
