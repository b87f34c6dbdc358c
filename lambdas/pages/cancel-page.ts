import { html } from 'hono/html';
import type { Subscription } from '../billing/model.ts';
import { raiseNews } from '../cases/news.ts';
import type { HttpResponse } from '../kernel/http.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { toIso } from '../kernel/instant.ts';
import { dateWords, dayWords } from '../messaging/day-words.ts';
import { acts } from '../recovery/context.ts';
import { type Seen, seenBy } from './case-seen.ts';
import { debtOf } from './debt.ts';
import { endingOf } from './endings.ts';
import { mintFormToken, readFormToken } from './form-token.ts';
import type { Guest } from './guest.ts';
import { facts, type Html, seeOther } from './kit.ts';
import { cancelWordingOf } from './legal.ts';
import { linkTo } from './page-links.ts';
import { button, customerPage, more, notFromHere, nothingOpen, rehearsal, summary, told } from './parts.ts';
import type { Purpose } from './purpose.ts';
import { withGuest } from './with-guest.ts';

/**
 * Cancelling is one button, without a reason, without an offer in the way, and also while everything else is paused. A
 * plan that runs ends with its period and can be kept until then; one that is paused has no period left and ends now.
 */
export const cancelPurpose: Purpose = {
  own: false,
  get: (opened) => withGuest(opened, (guest) => show(200, guest)),
  post: (opened, form) => withGuest(opened, (guest) => press(guest, form)),
};

type Open = Extract<Seen, { kind: 'open' }>;

async function press(guest: Guest, form: URLSearchParams): Promise<HttpResponse> {
  if ((await readFormToken(guest, form)).kind === 'wrong') return show(400, guest, notFromHere);
  const seen = await seenBy(guest);
  if (seen.kind !== 'open') return show(200, guest);
  if (!acts(seen.context)) return show(200, guest, rehearsal);
  const keeps = form.get('act') === 'keep';
  await carry(keeps, seen, guest);
  return seeOther(guest.token);
}

async function carry(keeps: boolean, { row, context }: Open, { ports }: Guest): Promise<void> {
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

async function show(status: number, guest: Guest, problem?: string): Promise<HttpResponse> {
  const seen = await seenBy(guest);
  if (seen.kind === 'none') return customerPage(status, nothingOpen, guest);
  if (seen.kind === 'closed' && !endingOf(seen, guest).runs) return customerPage(status, endingOf(seen, guest), guest);
  if (seen.kind === 'closed') return customerPage(status, elsewhere(guest), guest);
  const trouble = problem === undefined ? '' : told(problem, 'alert');
  const { title, content } = await sheetOf(seen, guest);
  return customerPage(status, { title, content: html`${trouble}${content}` }, guest);
}

/** The case is over and the plan runs: this link was about the open payment. */
const elsewhere = ({ config }: Guest) => ({
  title: 'Nothing is open any more',
  content: html`<p>The payment this link was about is settled, and your plan goes on. You can cancel it at any time at <a href="${config.company.urls.app}">${config.company.name}</a>, or by a line to the address below.</p>`,
});

async function sheetOf(seen: Open, guest: Guest): Promise<{ title: string; content: Html }> {
  const { subscription } = seen.context.world;
  if (subscription.status === 'canceled')
    return { title: 'Your plan is cancelled', content: html`${told('It has ended. Nothing more will be charged.')}` };
  return subscription.cancelAtPeriodEnd ? cancelled(seen, guest) : offered(seen, guest);
}

async function offered({ context }: Open, guest: Guest) {
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
      url: await linkTo(debt.paused ? 'resume' : 'update-card', guest),
    },
  ];
  const content = html`<p>You can stop here, with one button and no questions. ${endsNow(subscription) ? 'Your plan is paused, so it ends at once.' : `You can use it until ${ends}, and the open payment is not tried again.`}</p>${summary(undefined, rows)}${button(label, await mintFormToken(guest), html`<input type="hidden" name="act" value="cancel">`)}${more(links)}`;
  return { title: `Cancel ${debt.plan}`, content };
}

function endWords({ status, periodEnd, pauseCollection }: Subscription, { ports, reader }: Guest): string {
  if (status === 'paused' || pauseCollection !== undefined || periodEnd === undefined) return 'now';
  return dayWords(periodEnd, ports.clock.now(), reader);
}

async function cancelled({ context }: Open, guest: Guest) {
  const { subscription, lead } = context.world;
  const debt = debtOf(context, guest.reader);
  const { reader, ports } = guest;
  const since = subscription.canceledAt;
  const rows = facts([
    ['Plan', debt.plan],
    ['Ends', endWords(subscription, guest)],
    ['Cancelled', since && dateWords(since, ports.clock.now(), reader)],
    ['Still charged', 'nothing'],
  ]);
  const owed = lead.status === 'open' ? ' The open payment is not tried again either.' : '';
  const keep = button(
    'Keep my plan after all',
    await mintFormToken(guest),
    html`<input type="hidden" name="act" value="keep">`,
    true,
  );
  const content = html`${told('Done: your plan is cancelled.')}${summary(undefined, rows)}<p>Nothing more will be charged.${owed} You may want to keep a copy of this page.</p>${keep}`;
  return { title: 'Your plan is cancelled', content };
}
