import type { Billing, BillingReads, Lane, Ports } from '../kernel/ports.ts';

/** What decides about a charge stays urgent; every other read of a repair is the reconciler's own, whoever makes it. */
const urgent: ReadonlySet<Lane> = new Set<Lane>(['attempt', 'goal']);

const slow = (lane: Lane): Lane => (urgent.has(lane) ? lane : 'reconciler');

/** The ports of a repair: its reads come out of the reconciler's part of the Stripe budget (design §3). */
export const slowly = (ports: Ports): Ports => ({ ...ports, billing: slowBilling(ports.billing) });

function slowBilling(billing: Billing): Billing {
  const { recent } = billing;
  return { ...billing, ...reads(billing), ...(recent ? { recent: (fact) => reads(recent(fact)) } : {}) };
}

const reads = (of: BillingReads): BillingReads => ({
  invoice: (id, lane) => of.invoice(id, slow(lane)),
  openInvoices: (id, lane) => of.openInvoices(id, slow(lane)),
  subscription: (id, lane) => of.subscription(id, slow(lane)),
  subscriptionsOf: (id, lane) => of.subscriptionsOf(id, slow(lane)),
  customer: (id, lane) => of.customer(id, slow(lane)),
  card: (id, lane) => of.card(id, slow(lane)),
  cardsOf: (id, lane) => of.cardsOf(id, slow(lane)),
  decline: (id, lane) => of.decline(id, slow(lane)),
  customerOfCharge: (id, lane) => of.customerOfCharge(id, slow(lane)),
  successfulCharges: (ask, lane) => of.successfulCharges(ask, slow(lane)),
  setup: (id, lane) => of.setup(id, slow(lane)),
});
