import { recoverable } from '../billing/eligible.ts';
import type { HandledTypeName } from '../billing/event-types.ts';
import type { Invoice, Subscription } from '../billing/model.ts';
import type { Case } from '../cases/case.ts';
import type { Instant } from '../kernel/instant.ts';
import { parseRecovery, type Recovery } from '../recovery/state.ts';
import { differing } from './differing.ts';
import type { Repair } from './repair.ts';
import { isOpen, type Ours, type Rules, slotOf } from './view.ts';

type Standing = Pick<Subscription, 'status'>;

/** A row keeps none of these: they die, are personal, or are read when they are needed. */
const unkept = ['payment', 'hostedUrl', 'customerEmail', 'intent'] as const;

/** Ends after which no event and no reconciler collects an invoice: a person, a bank or the end of the subscription said so. */
const final: ReadonlySet<string> = new Set([
  'stopped',
  'handed_back',
  'disputed',
  'uncollectible',
  'cancelled',
  'expired_hold',
]);

/** Tried, refused and still owed. Money on its way is neither. */
export const isFailing = ({ status, attempted, amountRemaining, payment }: Invoice): boolean =>
  status === 'open' &&
  attempted &&
  amountRemaining.amount > 0 &&
  payment?.status !== 'processing' &&
  payment?.status !== 'succeeded';

/** One invoice as Stripe has it, against its row and the slot of its subscription. */
export function compareInvoice(
  invoice: Invoice,
  ours: Ours,
  subscription: Standing | undefined,
  rules: Rules,
): readonly Repair[] {
  const slot = slotOf(ours, invoice.subscription);
  const row = ours.invoices.find(({ id }) => id === invoice.id);
  const changed = row ? differing({ ...invoice }, row, unkept) : [];
  const told = isOpen(slot)
    ? untoldTo(slot, invoice)
    : ours.disputed
      ? undefined
      : uncollected(invoice, slot, subscription, rules);
  if (told) return [told];
  return changed.length === 0 ? [] : [event(invoice, typeOf(invoice), changed.join('; '))];
}

/** A row that only differs is read again by the event that would have said so. */
function typeOf({ status }: Invoice): HandledTypeName {
  if (status === 'paid') return 'invoice.paid';
  if (status === 'void') return 'invoice.voided';
  return status === 'uncollectible' ? 'invoice.marked_uncollectible' : 'invoice.updated';
}

function event(invoice: Invoice, type: HandledTypeName, differs: string): Repair {
  const { id, customer, subscription } = invoice;
  return { kind: 'event', type, about: id, customer, differs, ...(subscription ? { subscription } : {}) };
}

/** What became of a failure, as its event would have named it: the charge makes the event that is still to come a repeat. */
function failure(invoice: Invoice): { type: HandledTypeName; charge?: string; at: number } {
  const { payment, created } = invoice;
  const type = payment?.status === 'requires_action' ? 'invoice.payment_action_required' : 'invoice.payment_failed';
  return { type, at: payment?.chargedAt ?? created, ...(payment?.charge ? { charge: payment.charge } : {}) };
}

/** An invoice of a running case: taken it is ours alone, and one that failed since is to be taken. */
function untoldTo(slot: Case, invoice: Invoice): Repair | undefined {
  const recovery = parseRecovery(slot.data);
  const mine = recovery.lead === invoice.id || recovery.taken[invoice.id] !== undefined;
  if (!mine && slot.settled.includes(invoice.id)) return undefined;
  if (!mine && isFailing(invoice)) {
    const { type, ...rest } = failure(invoice);
    return { ...event(invoice, type, `failed at Stripe, the open case of ${slot.subject} does not know it`), ...rest };
  }
  return isLoose(slot, recovery, invoice)
    ? event(invoice, 'invoice.updated', 'auto_advance is on at Stripe, the open case has taken the invoice')
    : undefined;
}

/** Stripe collects beside us again: somebody switched it on, or the switch-off was undone. */
const isLoose = (slot: Case, recovery: Recovery, invoice: Invoice): boolean =>
  slot.mode === 'live' &&
  recovery.taken[invoice.id] !== undefined &&
  recovery.uncollectedSince === undefined &&
  recovery.class !== 'NOT_A_CARD' &&
  invoice.status === 'open' &&
  invoice.autoAdvance;

/** A failed invoice nobody here works on: a case as its event would have opened it, another run, or back to Stripe. */
function uncollected(
  invoice: Invoice,
  slot: Case | undefined,
  subscription: Standing | undefined,
  { goLive }: Rules,
): Repair | undefined {
  if (!isFailing(invoice) || !invoice.subscription) return undefined;
  const known = slot?.settled.includes(invoice.id) === true;
  if (known && !isReopened(slot, invoice)) return undefined;
  const { type, ...rest } = failure(invoice);
  if (recoverable(invoice, subscription, rest.at as Instant, goLive).kind === 'ours') {
    const about = { about: invoice.id, customer: invoice.customer, subscription: invoice.subscription, type, ...rest };
    return known && slot
      ? {
          kind: 'reopen',
          sort: slot.sk,
          ...about,
          differs: `owed again at Stripe, run ${slot.run} ended ${slot.outcome}`,
        }
      : { kind: 'event', ...about, differs: 'failed and open at Stripe, no case here' };
  }
  const held = known && !invoice.autoAdvance && subscription?.status !== 'canceled';
  return held
    ? { kind: 'give-back', about: invoice.id, differs: 'open at Stripe with auto_advance off by us, no case here' }
    : undefined;
}

/** Only what the last run itself had in hand, and did not end for good. */
function isReopened(slot: Case | undefined, { id }: Invoice): boolean {
  if (!slot || final.has(slot.outcome ?? '')) return false;
  const { lead, taken } = parseRecovery(slot.data);
  return lead === id || taken[id] !== undefined;
}
