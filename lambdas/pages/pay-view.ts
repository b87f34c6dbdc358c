import { html } from 'hono/html';
import { after, type Instant, parseInstant } from '../kernel/instant.ts';
import { dayWords, type Reader } from '../messaging/day-words.ts';
import type { Context } from '../recovery/context.ts';
import { isOnPage } from '../recovery/customer-may.ts';
import { customerReason } from '../recovery/decline.ts';
import type { StepResult } from '../recovery/state.ts';
import type { Debt } from './debt.ts';
import { facts, type Html } from './kit.ts';
import { button, type CustomerSheet, type More, more, summary, told } from './parts.ts';

export interface PayView {
  readonly debt: Debt;
  readonly context: Context;
  readonly oldInvoice: 'void' | 'collect';
  /** A press whose outcome nobody knows yet. */
  readonly pending: boolean;
  /** The page itself, to be looked at again. */
  readonly self: string;
  readonly form: string;
  readonly updateCard: string;
  readonly whatHappened: string;
  readonly reader: Reader;
  readonly problem?: string;
}

/** What somebody who wants to pay sees, whatever state their case is in. */
export function paySheet(view: PayView): CustomerSheet {
  const { problem, whatHappened } = view;
  const { title, content, links = [], leads = false } = view.pending ? waiting(view) : sheetFor(view);
  const trouble = problem === undefined ? '' : told(problem, 'alert');
  const below = [...links, { label: 'What happened so far', url: whatHappened }];
  return { title, content: html`${trouble}${content}${more(below)}`, leads };
}

interface Part {
  readonly title: string;
  readonly content: Html;
  readonly links?: readonly More[];
  readonly leads?: boolean;
}

const waiting = ({ self }: PayView): Part => ({
  title: 'We are waiting for the bank',
  content: html`<p>You pressed the button, and the answer is not here yet. Please do not pay another way meanwhile: you are charged once at most.</p><p><a href="${self}">Look again</a></p>`,
});

function sheetFor(view: PayView): Part {
  const { may, paused, price } = view.debt;
  switch (may.kind) {
    case 'pay':
      return paused ? resume(view) : pay(view);
    case 'hosted':
      return confirm(view);
    case 'other-card':
      return otherCard(view);
    case 'rest':
      return rest(may.until, view);
    case 'processing':
      return {
        title: 'Your payment is on its way',
        content: html`<p>Nothing else is needed: the bank is still working on it, which can take a few days. Nothing is charged twice. We write to you when it has arrived.</p>`,
      };
    case 'leaving':
      return {
        title: 'Nothing will be charged',
        content: html`<p>You have cancelled ${view.debt.plan}, so we take no more payments for it.</p>`,
      };
    case 'settled':
      return {
        title: 'Thank you',
        content: html`${told(lastPress(view)?.kind === 'paid' ? `Your payment of ${price} went through.` : 'Nothing is open any more.')}<p>A confirmation comes by email. There is nothing else to do.</p>`,
      };
    default:
      return may satisfies never;
  }
}

function pay(view: PayView): Part {
  const { debt, form } = view;
  const content = html`${refused(view)}${summary(debt.price, billOf(debt))}${button(`Pay ${debt.price}`, form)}
<p class="soft">This takes ${debt.price} from your ${debt.card} once, now. A confirmation comes by email.${othersOpen(debt)}</p>`;
  return { title: `Pay for ${debt.plan}`, content, links: [another(view)] };
}

const billOf = ({ plan, open, card }: Debt): Html =>
  facts([
    ['Plan', plan],
    ['For', open[0]?.label],
    ['With', card ?? 'no card on file'],
  ]);

const othersOpen = ({ open }: Debt): string =>
  open.length < 2
    ? ''
    : ` Also open: ${open
        .slice(1)
        .map(({ amount, label }) => `${amount}, ${label}`)
        .join('; ')}.`;

const another = ({ updateCard }: PayView): More => ({ label: 'Use another card', url: updateCard });

function resume(view: PayView): Part {
  const { debt, form, oldInvoice } = view;
  const { price, card, plan, paused, holdUntil } = debt;
  const rows = facts([
    ['Plan', plan],
    ['For', paused === 'period' ? 'a new period, beginning today' : debt.open[0]?.label],
    ['With', card],
    ['Kept until', holdUntil],
  ]);
  const old = oldInvoice === 'void' ? 'The old invoice is cancelled with it.' : 'The old invoice stays due.';
  const content = html`${refused(view)}<p>Your plan is paused and everything in it is kept. One payment, and it runs again.</p>${summary(price, rows)}${button(`Resume for ${price}`, form)}
<p class="soft">This takes ${price} from your ${card} once, now.${paused === 'period' ? ` ${old}` : ''} If the bank says no, everything stays as it is.</p>`;
  return { title: `Resume ${plan}`, content, links: [another(view)] };
}

/** Also for what is no card: the same page of Stripe's takes both. */
function confirm(view: PayView): Part {
  const { debt, form, context } = view;
  const asks = context.recovery.class === 'AUTH';
  const words = asks
    ? 'Your bank wants to know that it is really you. It asks on the next page, with a code or in its app; then the payment goes through.'
    : 'This payment is made on a secure page of Stripe, which handles our payments.';
  const label = asks ? 'Confirm with your bank' : `Pay ${debt.price}`;
  const content = html`<p>${words}</p>${summary(debt.price, billOf(debt))}${button(label, form)}<p class="soft">The button opens a secure page of Stripe. Nothing is charged before you confirm there.</p>`;
  return {
    title: asks ? 'Confirm your payment' : `Pay for ${debt.plan}`,
    content,
    links: [another(view)],
    leads: true,
  };
}

/** The same words for every reason a card is out of question: none of them shows through. */
function otherCard(view: PayView): Part {
  const { debt, updateCard } = view;
  const open = summary(debt.price, billOf(debt));
  const content = html`${refused(view)}<p>${debt.card ? `Your ${debt.card} cannot be used for this payment at the moment.` : 'There is no card on file yet.'} Another card works at once: we take the payment as soon as it is saved.</p>${open}<p><a href="${updateCard}">Choose another card</a></p>`;
  return { title: 'Another card is needed', content };
}

function rest(until: Instant, view: PayView): Part {
  const { context, reader, updateCard } = view;
  const content = html`${refused(view)}<p>The bank has said no several times, and each more try makes the next no likelier. Another card works at once; this one can be tried again from ${dayWords(until, context.now, reader)}.</p><p><a href="${updateCard}">Choose another card</a></p>`;
  return { title: 'Please use another card', content };
}

/** A reload an hour later speaks of now, not of what was pressed then. */
const remembered = { hours: 1 } as const;

function lastPress({ context }: PayView): StepResult | undefined {
  const pressed = Object.entries(context.recovery.results).findLast(([name]) => isOnPage(name))?.[1];
  return pressed && after(parseInstant(pressed.at), remembered) > context.now ? pressed : undefined;
}

function refused(view: PayView): Html | string {
  const last = lastPress(view);
  if (last?.kind !== 'declined' && last?.kind !== 'skipped') return '';
  const why = customerReason(last.class ?? 'UNKNOWN');
  return html`<div class="said" role="alert"><p><strong>The payment did not go through. Nothing was charged.</strong></p><p>${why} You can try again, or use another card.</p></div>`;
}
