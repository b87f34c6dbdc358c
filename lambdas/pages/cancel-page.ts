import { html } from 'hono/html';
import type { Subscription } from '../billing/model.ts';
import { raiseNews } from '../cases/news.ts';
import type { HttpResponse } from '../kernel/http.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { dateWords, dayWords } from '../messaging/day-words.ts';
import { acts } from '../recovery/context.ts';
import type { Seen } from './case-seen.ts';
import { debtOf } from './debt.ts';
import { endingOf } from './endings.ts';
import { mintFormToken, readFormToken } from './form-token.ts';
import type { Guest } from './guest.ts';
import { facts, type Html, seeOther } from './kit.ts';
import { cancelWordingOf } from './legal.ts';
import { linkTo } from './page-links.ts';
import { button, customerPage, more, notFromHere, nothingOpen, rehearsal, summary, told } from './parts.ts';
import type { Purpose } from './purpose.ts';
import { seeCase } from './see-case.ts';
import { withGuest } from './with-guest.ts';

/**
 * Cancelling is one button, without a reason, without an offer in the way, and also while everything else is paused. A
 * plan that runs ends with its period and can be kept until then; one that is paused has no period left and ends now.
 */
export const cancelPurpose: Purpose = {
  own: false,
  get: (opened) => withGuest(opened, (guest, ports) => show(200, guest, ports)),
  post: (opened, form) => withGuest(opened, (guest, ports) => press(guest, form, ports)),
};

type Open = Extract<Seen, { kind: 'open' }>;

async function press(guest: Guest, form: URLSearchParams, ports: Ports): Promise<HttpResponse> {
  if ((await readFormToken(guest, ports, form)).kind === 'wrong') return show(400, guest, ports, notFromHere);
  const seen = await seeCase(guest, ports);
  if (seen.kind !== 'open') return show(200, guest, ports);
  if (!acts(seen.context)) return show(200, guest, ports, rehearsal);
  const keeps = form.get('act') === 'keep';
  await carry(keeps, seen, ports);
  return seeOther(guest.token);
}

async function carry(keeps: boolean, { row, context }: Open, ports: Ports): Promise<void> {
  const { subscription } = context.world;
  if (subscription.status === 'canceled' || (keeps && !subscription.cancelAtPeriodEnd)) return;
  const at = toIso(ports.clock.now());
  const key = idempotencyKey('by-customer', row.account, row.sk, keeps ? 'keep' : 'cancel', at);
  if (!keeps && endsNow(subscription)) await ports.billing.cancel(subscription.id, key, 'customer');
  else if (keeps === subscription.cancelAtPeriodEnd)
    await ports.billing.cancelAtPeriodEnd(subscription.id, !keeps, key);
  // Stripe's event about it is an echo of our own call: the execution hears of it from here.
  const what = keeps ? 'the customer keeps the plan after all' : 'the customer cancelled on our page';
  await raiseNews(row, { events: [`by-customer/${at}`], what }, ports);
}

const endsNow = ({ status, pauseCollection }: Subscription): boolean =>
  status === 'paused' || pauseCollection !== undefined;

async function show(status: number, guest: Guest, ports: Ports, problem?: string): Promise<HttpResponse> {
  const seen = await seeCase(guest, ports);
  if (seen.kind === 'none') return customerPage(status, nothingOpen, guest);
  if (seen.kind === 'closed' && !endingOf(seen, guest).runs) return customerPage(status, endingOf(seen, guest), guest);
  if (seen.kind === 'closed') return customerPage(status, elsewhere(guest), guest);
  const trouble = problem === undefined ? '' : told(problem, 'alert');
  const { title, content } = await sheetOf(seen, guest, ports);
  return customerPage(status, { title, content: html`${trouble}${content}` }, guest);
}

/** The case is over and the plan runs: this link was about the open payment. */
const elsewhere = ({ config }: Guest) => ({
  title: 'Nothing is open any more',
  content: html`<p>The payment this link was about is settled, and your plan goes on. You can cancel it at any time at <a href="${config.company.urls.app}">${config.company.name}</a>, or by a line to the address below.</p>`,
});

async function sheetOf(seen: Open, guest: Guest, ports: Ports): Promise<{ title: string; content: Html }> {
  const { subscription } = seen.context.world;
  if (subscription.status === 'canceled')
    return { title: 'Your plan is cancelled', content: html`${told('It has ended. Nothing more will be charged.')}` };
  return subscription.cancelAtPeriodEnd ? cancelled(seen, guest, ports) : offered(seen, guest, ports);
}

async function offered({ context }: Open, guest: Guest, ports: Ports) {
  const { subscription } = context.world;
  const debt = debtOf(context, guest.reader);
  const wording = cancelWordingOf(guest.account.country);
  const label = wording ? html`<span lang="${wording.language}">${wording.button}</span>` : 'Cancel my plan';
  const ends = endWords(subscription, guest);
  const rows = facts([
    ['Plan', debt.plan],
    ['Ends', ends],
    ['Still charged', 'nothing'],
  ]);
  const links = [
    {
      label: debt.paused ? 'Resume instead' : 'Update the card instead',
      url: await linkTo(debt.paused ? 'resume' : 'update-card', guest, ports),
    },
  ];
  const content = html`<p>You can stop here, with one button and no questions. ${endsNow(subscription) ? 'Your plan is paused, so it ends at once.' : `You can use it until ${ends}, and the open payment is not tried again.`}</p>${summary(undefined, rows)}${button(label, await mintFormToken(guest, ports), html`<input type="hidden" name="act" value="cancel">`)}${more(links)}`;
  return { title: `Cancel ${debt.plan}`, content };
}

function endWords({ status, periodEnd, pauseCollection }: Subscription, { now, reader }: Guest): string {
  if (status === 'paused' || pauseCollection !== undefined || periodEnd === undefined) return 'now';
  return dayWords(periodEnd, now, reader);
}

async function cancelled({ context }: Open, guest: Guest, ports: Ports) {
  const { subscription, lead } = context.world;
  const debt = debtOf(context, guest.reader);
  const { reader, now } = guest;
  const since = subscription.canceledAt;
  const rows = facts([
    ['Plan', debt.plan],
    ['Ends', endWords(subscription, guest)],
    ['Cancelled', since && dateWords(since, now, reader)],
    ['Still charged', 'nothing'],
  ]);
  const owed = lead.status === 'open' ? ' The open payment is not tried again either.' : '';
  const keep = button(
    'Keep my plan after all',
    await mintFormToken(guest, ports),
    html`<input type="hidden" name="act" value="keep">`,
    true,
  );
  const content = html`${told('Done: your plan is cancelled.')}${summary(undefined, rows)}<p>Nothing more will be charged.${owed} You may want to keep a copy of this page.</p>${keep}`;
  return { title: 'Your plan is cancelled', content };
}
