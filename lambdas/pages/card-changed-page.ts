import { html } from 'hono/html';
import type { HttpResponse } from '../kernel/http.ts';
import type { Ports } from '../kernel/ports.ts';
import { budgetOf, isNew } from '../recovery/card-choice.ts';
import type { Context } from '../recovery/context.ts';
import { cardOnFile, cardWords } from './card-on-file.ts';
import type { Seen } from './case-seen.ts';
import { type Debt, debtOf } from './debt.ts';
import { endingOf } from './endings.ts';
import type { Guest } from './guest.ts';
import type { Html } from './kit.ts';
import { linkTo } from './page-links.ts';
import { customerPage, more, told } from './parts.ts';
import type { Purpose } from './purpose.ts';
import { seeCase } from './see-case.ts';
import { withGuest } from './with-guest.ts';

/** Where Stripe's page leads back to. It says what became of the card from the case itself, never from having come back. */
export const cardChangedPurpose: Purpose = { own: false, get: (opened) => withGuest(opened, answer) };

async function answer(guest: Guest, ports: Ports): Promise<HttpResponse> {
  const seen = await seeCase(guest, ports);
  if (seen.kind === 'closed') {
    const { title, content } = endingOf(seen, guest);
    return customerPage(200, { title, content }, guest);
  }
  const { title, content } = seen.kind === 'open' ? await ofCase(seen, guest, ports) : await ofFile(seen, guest, ports);
  return customerPage(200, { title, content }, guest);
}

interface Told {
  readonly title: string;
  readonly content: Html;
}

async function ofFile(seen: Seen, guest: Guest, ports: Ports): Promise<Told> {
  const card = await cardOnFile(seen, guest, ports);
  if (card && card.id !== guest.claims.card)
    return {
      title: 'Thank you',
      content: html`${told(`Your ${card.words} is saved.`)}<p>Nothing is open. The next payment is taken with it, and nothing was charged now.</p>`,
    };
  return unchanged(card?.words, await linkTo('update-card', guest, ports));
}

const unchanged = (card: string | undefined, again: string): Told => ({
  title: 'Your card is unchanged',
  content: html`<p>${card ? `We still have your ${card}.` : 'There is no card on file yet.'} Nothing was charged.</p>${more([{ label: 'Choose another card', url: again }])}`,
});

async function ofCase({ context }: Extract<Seen, { kind: 'open' }>, guest: Guest, ports: Ports): Promise<Told> {
  const again = await linkTo('update-card', guest, ports);
  const debt = debtOf(context, guest.reader);
  const { card } = context.world;
  if (!card || card.id === guest.claims.card) return unchanged(card && cardWords(card), again);
  const result = tried(context);
  const links = [{ label: 'What happened so far', url: await linkTo('what-happened', guest, ports) }];
  if (!result)
    return {
      title: 'Thank you',
      content: html`${told(`Your ${cardWords(card)} is saved.`)}${await untried(debt, context, guest, ports)}${more(links)}`,
    };
  if (result.kind === 'processing')
    return {
      title: 'Thank you',
      content: html`${told('The payment is on its way.')}<p>That can take a few days. We write to you when it has arrived.</p>`,
    };
  if (result.kind === 'paid')
    return {
      title: 'Thank you',
      content: html`${told(`${debt.price} is paid with your ${cardWords(card)}.`)}<p>A confirmation comes by email.</p>`,
    };
  const pay = [
    { label: 'Choose another card', url: again },
    ...(result.class === 'AUTH'
      ? [{ label: 'Confirm the payment with your bank', url: await linkTo('pay', guest, ports) }]
      : []),
  ];
  return {
    title: 'That payment did not go through',
    content: html`<p>Your ${cardWords(card)} is saved, but its bank did not let the payment of ${debt.price} through. Nothing was charged.</p>${more([...pay, ...links])}`,
  };
}

/** The charge that was made because of this very card. */
const tried = ({ recovery: { results }, world: { card } }: Context) =>
  card && Object.values(results).findLast(({ card: id, budget }) => id === card.id && budget === budgetOf(card));

async function untried(debt: Debt, { recovery, world }: Context, guest: Guest, ports: Ports): Promise<Html> {
  if (debt.leaving && !debt.paused) return html`<p>You have cancelled, so nothing will be charged.</p>`;
  if (world.card && isNew(world.card, recovery))
    return html`<p>We are taking ${debt.price} with it now. That takes a few seconds; the confirmation comes by email.</p><p><a href="${guest.token}">Look again</a></p>`;
  const page = debt.paused ? 'resume' : 'pay';
  return html`<p>It is the card number we had before, so we do not try it by ourselves.</p><p><a href="${await linkTo(page, guest, ports)}">Pay ${debt.price} with it now</a></p>`;
}
