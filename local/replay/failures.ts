import type { Instant } from '../../lambdas/kernel/instant.ts';
import type { Past, PastAttempt, PastInvoice } from './history.ts';

export type End =
  | { readonly kind: 'paid'; readonly at: Instant; readonly by: 'customer' | 'other'; readonly otherCard?: string }
  | { readonly kind: 'voided' }
  | { readonly kind: 'never' };

/** A renewal that failed, as it really went. */
export interface PastFailure {
  readonly invoice: PastInvoice;
  readonly subscription: string;
  readonly failedAt: Instant;
  readonly card: string;
  readonly code: string;
  readonly tries: number;
  readonly end: End;
}

/** Every renewal of this customer whose first try failed at `since` or later, oldest first. */
export function failuresOf(past: Past, since: Instant): PastFailure[] {
  return past.invoices
    .filter(isRenewal)
    .flatMap((invoice) => failureOf(invoice, past) ?? [])
    .filter(({ failedAt }) => failedAt >= since)
    .sort((a, b) => a.failedAt - b.failedAt);
}

const isRenewal = ({ billingReason, collection, subscription }: PastInvoice): boolean =>
  subscription !== undefined && billingReason === 'subscription_cycle' && collection !== 'send_invoice';

function failureOf(invoice: PastInvoice, { attempts }: Past): PastFailure | undefined {
  const tried = attempts.filter((one) => one.invoice === invoice.id);
  const [first] = tried;
  if (first?.code === undefined || invoice.subscription === undefined) return undefined;
  return {
    invoice,
    subscription: invoice.subscription,
    failedAt: first.at,
    card: first.budget,
    code: first.code,
    tries: tried.length,
    end: endOf(invoice, tried, first),
  };
}

function endOf(invoice: PastInvoice, tried: readonly PastAttempt[], first: PastAttempt): End {
  const paid = tried.find(({ code }) => code === undefined);
  const at = paid?.at ?? invoice.paidAt;
  if (invoice.status === 'void') return { kind: 'voided' };
  if (invoice.status !== 'paid' || at === undefined) return { kind: 'never' };
  const by = paid && paid.actor !== 'customer' ? 'other' : 'customer';
  const otherCard = paid && paid.budget !== first.budget ? { otherCard: paid.budget } : {};
  return { kind: 'paid', at: at as Instant, by, ...otherCard };
}
