import { html } from 'hono/html';
import { askForCard } from '../cards/consent-request.ts';
import { giveConsent, withdrawConsent, wordsOfToday } from '../cards/keep-consent.ts';
import type { HttpResponse } from '../kernel/http.ts';
import { hash24 } from '../kernel/ids.ts';
import type { Ports } from '../kernel/ports.ts';
import { type BackupView, backupView } from './backup-card-view.ts';
import { mintFormToken, readFormToken } from './form-token.ts';
import type { Guest } from './guest.ts';
import { type Html, seeOther } from './kit.ts';
import { linkTo } from './page-links.ts';
import { button, customerPage, notFromHere, rehearsal, told } from './parts.ts';
import type { Purpose } from './purpose.ts';
import { isLive } from './update-card-page.ts';
import { withGuest } from './with-guest.ts';

/** "Your backup card": what one agrees to, word for word, the cards there are, and a button for each. Pressing is the consent. */
export const backupCardPurpose: Purpose = {
  own: false,
  get: (opened) => withGuest(opened, (guest, ports) => show(200, guest, ports)),
  post: (opened, form) => withGuest(opened, (guest, ports) => press(guest, form, ports)),
};

async function press(guest: Guest, form: URLSearchParams, ports: Ports): Promise<HttpResponse> {
  if ((await readFormToken(guest, ports, form)).kind === 'wrong') return show(400, guest, ports, notFromHere);
  const view = await backupView(guest, ports);
  if (!isLive(view.seen, guest)) return show(200, guest, ports, rehearsal);
  const words = await wordsOfToday(ports);
  // The page may have stood open while the words changed: what is kept is what was read.
  if (form.get('version') !== words.version) return show(400, guest, ports, notFromHere);
  const about = { account: guest.account.account, customer: view.customer ?? '' };
  const by = {
    how: 'link',
    who: guest.claims.reader ?? hash24(guest.contact?.email ?? guest.account.account),
  } as const;
  const card = form.get('card') ?? '';
  if (form.get('act') === 'remove' && view.agreed.some(({ id }) => id === card))
    await withdrawConsent({ ...about, card }, by, ports);
  if (form.get('act') === 'use' && view.saved.some(({ id }) => id === card))
    await giveConsent({ ...about, card }, by, words, ports);
  if (form.get('act') !== 'add' || view.customer === undefined) return seeOther(guest.token);
  const returnUrl = await linkTo('backup-card', guest, ports);
  return seeOther(await askForCard({ ...about, by }, words, { press: form.get('form') ?? '', returnUrl }, ports));
}

async function show(status: number, guest: Guest, ports: Ports, problem?: string): Promise<HttpResponse> {
  const view = await backupView(guest, ports);
  const { sentence, version } = await wordsOfToday(ports);
  const form = await mintFormToken(guest, ports);
  const press = (label: string, act: string, card = '', quiet = false): Html =>
    button(label, form, html`${hidden('act', act)}${hidden('card', card)}${hidden('version', version)}`, quiet);
  const content = html`${problem === undefined ? '' : told(problem, 'alert')}${agreedPart(view, press)}
<p>With the button you agree to this:</p><blockquote class="said">${sentence}</blockquote>${view.now === undefined ? '' : html`<p>${view.now}</p>`}
${view.saved.map(({ id, words }) => press(`Use ${words} as backup card`, 'use', id))}${press('Add a backup card', 'add')}
<p class="soft">A new card is entered on a secure page of Stripe, which handles our payments. We never see its number.</p>`;
  const title = view.agreed.length > 0 ? 'Your backup card' : 'Name a backup card';
  return customerPage(status, { title, content, leads: true }, guest);
}

type Press = (label: string, act: string, card?: string, quiet?: boolean) => Html;

const agreedPart = ({ agreed }: BackupView, press: Press): Html =>
  html`${agreed.map(({ id, words }) => html`${told(`${words} is your backup card.`)}${press(`Remove ${words}`, 'remove', id, true)}`)}`;

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;
