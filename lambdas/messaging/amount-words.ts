import type { Invoice } from '../billing/model.ts';
import type { Instant } from '../kernel/instant.ts';
import { addMoney, formatMoney, type Money } from '../kernel/money.ts';
import { dateWords, type Reader } from './day-words.ts';
import { planWords } from './plan-words.ts';

export interface AmountLine {
  readonly amount: string;
  readonly label: string;
}

export const amountOf = (invoice: Invoice): Money =>
  invoice.status === 'open' ? invoice.amountRemaining : invoice.amountDue;

/** One line of the list in a mail; the plan is named where the list is about more than one. */
export const amountLine = (invoice: Invoice, plan: string | undefined, now: Instant, reader: Reader): AmountLine => ({
  amount: formatMoney(amountOf(invoice), reader.language),
  label: `${plan === undefined ? '' : `${planWords(plan)}, `}${invoiceWords(invoice, now, reader)}`,
});

const invoiceWords = ({ number, created }: Invoice, now: Instant, reader: Reader): string =>
  `${number ? `invoice ${number}` : 'invoice'} of ${dateWords(created, now, reader)}`;

/** `$49.00`; one sum for each currency, never one over several: `$49.00 and €20.00`. */
export function sumWords(of: readonly Money[], { language }: Pick<Reader, 'language'>): string {
  const sums = new Map<string, Money>();
  for (const one of of) {
    const sum = sums.get(one.currency);
    sums.set(one.currency, sum ? addMoney(sum, one) : one);
  }
  const words = [...sums.values()].map((sum) => formatMoney(sum, language));
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' and ');
}
