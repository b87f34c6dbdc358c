import { formatMoney } from '../kernel/money.ts';

/** A kind of task in words: for the mail, the page and whoever reads it on a phone. */
export interface KindWords {
  readonly what: string;
  /** What the assignee does about it. */
  readonly todo: string;
  /** Why it needs a person. */
  readonly because: string;
}

/** Every kind this version makes. */
export const taskKinds: Readonly<Record<string, KindWords>> = {
  account_manager_recovery: {
    what: 'Write to the customer personally about an open payment',
    todo: 'Write or call, in your own words, before the account is paused.',
    because: 'A payment of a customer of high value has failed several times, and our mails have not settled it.',
  },
  review_risk: {
    what: 'Look into a payment that was called fraudulent',
    todo: 'Look at the customer in Stripe Radar before anybody writes more than the neutral mail.',
    because: 'The bank or Stripe called the charge fraudulent. We charge nothing more.',
  },
  review_duplicate: {
    what: 'See whether a payment was made twice',
    todo: 'Look at the charge in Stripe. If it was for this invoice, mark the invoice as paid; if not, refund it or leave it.',
    because:
      'The bank declined a renewal as a duplicate, and another charge of the same amount went through that paid no invoice. ' +
      'We charge and write nothing for three days.',
  },
  paused_without_notice: {
    what: 'Tell a customer that their account is paused',
    todo: 'Find a way to reach the customer: another address, a call.',
    because: 'The day of the pause came, and no final notice could be delivered before it.',
  },
  dispute_closed: {
    what: 'Decide how to go on after a dispute',
    todo: 'Look at the outcome in Stripe and decide what becomes of the subscription.',
    because: 'The bank has decided about a disputed charge. Recovery stopped when the dispute was opened.',
  },
  renewal_failed_in_dispute: {
    what: 'Decide about a payment that failed during a dispute',
    todo: 'Settle it with the customer, or leave it until the bank has decided.',
    because: 'While a dispute is open we charge, say and pause nothing.',
  },
  paid_after_cancelling: {
    what: 'Decide about a payment that crossed a cancellation',
    todo: 'Look at the invoice in Stripe: refund it, or leave it if the period was used.',
    because: 'The customer cancelled in the second in which the card was charged, and the charge went through.',
  },
  overdue_invoice: {
    what: 'Ask about an invoice that is overdue',
    todo: 'Write or call, and agree on a day. Stripe has the invoice and its page.',
    because: 'This customer pays by invoice: nothing is charged, mailed or paused by us.',
  },
  no_fact: {
    what: 'Complete what a mail needs',
    todo: 'Add the missing fact, and write to the customer by hand if it matters.',
    because: 'A mail could not be written truthfully, so it was not sent.',
  },
  approve_mail: {
    what: 'Read the first mails of a kind before they leave',
    todo: 'Open the page of messages in the console: send, change or drop each that waits for you.',
    because: 'A kind of mail goes to real customers for the first time, and its first ones wait for a person.',
  },
  missing_config: {
    what: 'Set up the sender of a mail',
    todo: 'Put the sender right in SES, then write to the customer by hand if it matters.',
    because: 'SES refused a mail for good. The customer’s address is not to blame.',
  },
};

/** A kind that a later version writes is shown by its name. */
export const kindWords = (kind: string): KindWords =>
  (Object.hasOwn(taskKinds, kind) ? taskKinds[kind] : undefined) ?? {
    what: sentence(kind),
    todo: 'Read the facts and decide.',
    because: 'It was left to a person.',
  };

export interface FactLine {
  readonly label: string;
  readonly value: string;
}

const labels: Readonly<Record<string, string>> = {
  open: 'Still open',
  dueSince: 'Was due on',
  step: 'After',
  fact: 'What is missing',
  template: 'Mail',
  problem: 'What SES said',
  why: 'Reason',
};

/** Ids, codes and amounts as people read them; what is not known is left out. */
export const factLines = (facts: Readonly<Record<string, unknown>>): FactLine[] =>
  Object.entries(facts).flatMap(([name, fact]) => {
    const value = wordsOf(fact);
    return value === '' ? [] : [{ label: labels[name] ?? sentence(name), value }];
  });

function wordsOf(fact: unknown): string {
  if (fact === null || fact === undefined) return '';
  if (Array.isArray(fact)) return fact.map(wordsOf).join(', ');
  if (typeof fact !== 'object') return String(fact).trim();
  const { amount, currency }: { amount?: unknown; currency?: unknown } = Object(fact);
  return typeof amount === 'number' && typeof currency === 'string'
    ? formatMoney({ amount, currency }, 'en')
    : JSON.stringify(fact);
}

/** `account_manager` and `accountManager` are "Account manager". */
function sentence(code: string): string {
  const words = code.replaceAll(/[_./-]+|(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
