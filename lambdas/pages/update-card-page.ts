import { html } from 'hono/html';
import { todaysMode } from '../cases/todays-mode.ts';
import type { HttpResponse } from '../kernel/http.ts';
import type { Ports } from '../kernel/ports.ts';
import { acts } from '../recovery/context.ts';
import { cardOnFile, customerOf } from './card-on-file.ts';
import type { Seen } from './case-seen.ts';
import { type Debt, debtOf } from './debt.ts';
import { endingOf } from './endings.ts';
import { mintFormToken, readFormToken } from './form-token.ts';
import type { Guest } from './guest.ts';
import { facts, type Html, seeOther } from './kit.ts';
import { linkTo } from './page-links.ts';
import { button, customerPage, type More, more, notFromHere, rehearsal, summary, told } from './parts.ts';
import type { Purpose } from './purpose.ts';
import { seeCase } from './see-case.ts';
import { withGuest } from './with-guest.ts';

/** "Update your card": Stripe's own page takes the number, limited to that, and leads back to ours (spec, links in mail). */
export const updateCardPurpose: Purpose = {
  own: false,
  get: (opened) => withGuest(opened, (guest, ports) => show(200, guest, ports)),
  post: (opened, form) => withGuest(opened, (guest, ports) => lead(guest, form, ports)),
};

async function lead(guest: Guest, form: URLSearchParams, ports: Ports): Promise<HttpResponse> {
  if ((await readFormToken(guest, ports, form)).kind === 'wrong') return show(400, guest, ports, notFromHere);
  const seen = await seeCase(guest, ports);
  if (!isLive(seen, guest)) return show(200, guest, ports, rehearsal);
  const customer = customerOf(seen, guest);
  if (customer === undefined) return show(200, guest, ports);
  const card = (await cardOnFile(seen, guest, ports))?.id ?? 'none';
  const returnUrl = await linkTo('card-changed', guest, ports, { card });
  return seeOther(await ports.billing.portalSession({ customer, returnUrl }));
}

/** A mail of a rehearsal lies in our own mailbox: its reader must not change a customer's card. */
export const isLive = (seen: Seen, { account, config }: Guest): boolean =>
  seen.kind === 'open'
    ? acts(seen.context)
    : todaysMode({ account: account.account, mode: 'live' }, account, config) === 'live';

async function show(status: number, guest: Guest, ports: Ports, problem?: string): Promise<HttpResponse> {
  const seen = await seeCase(guest, ports);
  const trouble = problem === undefined ? '' : told(problem, 'alert');
  if (seen.kind === 'closed' && !endingOf(seen, guest).runs) return customerPage(status, endingOf(seen, guest), guest);
  const about =
    seen.kind === 'open'
      ? ofDebt(debtOf(seen.context, guest.reader), await linksOf(seen, guest, ports))
      : await idle(seen, guest, ports);
  const form = button('Choose another card', await mintFormToken(guest, ports));
  const content = html`${trouble}${about.before}${form}<p class="soft">The button opens a secure page of Stripe, which handles our payments. We never see your card number.</p>${about.after}`;
  return customerPage(status, { title: 'Update your card', content, leads: true }, guest);
}

interface About {
  readonly before: Html;
  readonly after: Html | string;
}

async function linksOf(seen: Extract<Seen, { kind: 'open' }>, guest: Guest, ports: Ports): Promise<More[]> {
  const { may, paused } = debtOf(seen.context, guest.reader);
  const pays = may.kind === 'pay' || may.kind === 'hosted';
  return [
    ...(pays && !paused ? [{ label: 'Pay with the card you have', url: await linkTo('pay', guest, ports) }] : []),
    ...(paused ? [{ label: 'Resume with the card you have', url: await linkTo('resume', guest, ports) }] : []),
    { label: 'What happened so far', url: await linkTo('what-happened', guest, ports) },
  ];
}

function ofDebt(debt: Debt, links: readonly More[]): About {
  const rows = facts([
    ['Plan', debt.plan],
    ...debt.open.map(({ amount, label }) => ['Open', `${amount}, ${label}`] as const),
    ['Card', debt.card ?? 'none on file'],
  ]);
  return { before: html`${summary(undefined, rows)}<p>${thenWords(debt)}</p>`, after: more(links) };
}

/** What a new card leads to, as the case stands. */
function thenWords({ leaving, paused, price, may, nextAttempt, card, pauseOn }: Debt): string {
  if (paused)
    return `As soon as a new card is saved, we take ${price} with it, and your plan runs again with everything in it.`;
  if (leaving) return 'You have cancelled, so nothing more will be charged; a new card is only kept on file.';
  if (may.kind === 'processing') return 'A payment is on its way. A new card is used only if that payment fails.';
  const otherwise =
    nextAttempt && card
      ? ` If you leave it as it is, we try ${card} again on ${nextAttempt}.`
      : ` Without one, the plan is paused on ${pauseOn}; everything in it is kept.`;
  return `As soon as a new card is saved, we take ${price} with it. There is nothing else to do.${otherwise}`;
}

/** Nothing is open: the card on file, as after a mail about one that expires. */
async function idle(seen: Seen, guest: Guest, ports: Ports): Promise<About> {
  const card = await cardOnFile(seen, guest, ports);
  const rows = facts([
    ['Card', card?.words ?? 'none on file'],
    ['Valid to', card?.expires],
  ]);
  return {
    before: html`${summary(undefined, rows)}<p>Nothing is open. The next payment is taken with the card you choose.</p>`,
    after: '',
  };
}
