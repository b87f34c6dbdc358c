import { html } from 'hono/html';
import { atLocalTime, startOfDate } from '../kernel/calendar.ts';
import type { HttpResponse } from '../kernel/http.ts';
import type { Ports } from '../kernel/ports.ts';
import { dayWords } from '../messaging/day-words.ts';
import { acts } from '../recovery/context.ts';
import { type OfferedDays, offeredDays, raisePromise } from '../recovery/promise.ts';
import type { PromiseRefusal } from '../recovery/promise-rule.ts';
import type { Seen } from './case-seen.ts';
import { type Debt, debtOf } from './debt.ts';
import { endingOf } from './endings.ts';
import { mintFormToken, readFormToken } from './form-token.ts';
import type { Guest } from './guest.ts';
import { choices, facts, type Html, seeOther } from './kit.ts';
import { linkTo } from './page-links.ts';
import { button, customerPage, type More, more, notFromHere, nothingOpen, rehearsal, summary, told } from './parts.ts';
import type { Purpose } from './purpose.ts';
import { seeCase } from './see-case.ts';
import { withGuest } from './with-guest.ts';

/** "Charge me on Friday": one of the days that can be kept, in the calendar of the customer's account; it can be changed. */
export const promisePurpose: Purpose = {
  own: false,
  get: (opened) => withGuest(opened, (guest, ports) => show(200, guest, ports)),
  post: (opened, form) => withGuest(opened, (guest, ports) => choose(guest, form, ports)),
};

const about = ({ claims }: Guest) => ({ account: claims.account ?? '', case: claims.case ?? '' });

async function choose(guest: Guest, form: URLSearchParams, ports: Ports): Promise<HttpResponse> {
  const read = await readFormToken(guest, ports, form);
  if (read.kind === 'wrong') return show(400, guest, ports, notFromHere);
  const seen = await seeCase(guest, ports);
  if (seen.kind === 'open' && !acts(seen.context)) return show(200, guest, ports, rehearsal);
  const asked = { ...about(guest), run: Number(read.about.run), on: form.get('on') ?? '', by: 'customer' };
  const promised = await raisePromise(asked, ports);
  return promised.kind === 'refused' && promised.reason === 'out_of_bounds'
    ? show(400, guest, ports, 'That day cannot be kept any more. Please choose one of these.')
    : seeOther(guest.token);
}

async function show(status: number, guest: Guest, ports: Ports, problem?: string): Promise<HttpResponse> {
  const seen = await seeCase(guest, ports);
  if (seen.kind === 'none') return customerPage(status, nothingOpen, guest);
  if (seen.kind === 'closed') return customerPage(status, endingOf(seen, guest), guest);
  const offer = await offeredDays(about(guest), ports);
  const trouble = problem === undefined ? '' : told(problem, 'alert');
  const { title, content } = await sheetFor(offer, seen, guest, ports);
  return customerPage(status, { title, content: html`${trouble}${content}` }, guest);
}

type Open = Extract<Seen, { kind: 'open' }>;

async function sheetFor(offer: OfferedDays, { row, context }: Open, guest: Guest, ports: Ports) {
  const debt = debtOf(context, guest.reader);
  if (offer.kind !== 'days') return refusedSheet(offer.kind === 'over' ? 'settled' : offer.reason, debt, guest, ports);
  const words = (day: string): string => wordsOfDay(day, offer.zone, guest);
  const { standing, days } = offer;
  const list = choices(
    'on',
    'On which day?',
    days.map((day) => ({ value: day, label: words(day) })),
    standing,
  );
  const said = standing
    ? told(`We take ${debt.price} on ${words(standing)}.`)
    : html`<p>Is money there on another day? Choose it, and we take the payment then instead of trying before.</p>`;
  const form = await mintFormToken(guest, ports, { run: String(row.run) });
  const links = await waysOn(debt, guest, ports);
  return {
    title: standing ? 'Your day is set' : 'Choose the day of your payment',
    content: html`${said}${summary(debt.price, billOf(debt))}${button(standing ? 'Change the day' : 'Take it on this day', form, list)}${more(links)}`,
  };
}

const billOf = ({ open, card }: Debt): Html =>
  facts([
    ['For', open[0]?.label],
    ['With', card],
  ]);

/** Noon of that day: the same day for every reader of the account's zone. */
const wordsOfDay = (day: string, zone: string, { now, reader }: Guest): string =>
  dayWords(atLocalTime(startOfDate(day, zone), '12:00', zone), now, { ...reader, zone });

/** The same words for every reason that is between the customer and their bank. */
async function refusedSheet(reason: PromiseRefusal, debt: Debt, guest: Guest, ports: Ports) {
  const links = await waysOn(debt, guest, ports);
  return { title: 'No day to choose', content: html`<p>${refusals[reason] ?? notNow(debt)}</p>${more(links)}` };
}

const refusals: Readonly<Partial<Record<PromiseRefusal, string>>> = {
  settled: 'Nothing is open any more.',
  cancelled: 'You have cancelled, so nothing is charged on any day.',
  paused: 'Your plan is paused, so nothing is tried by itself: you resume it on the day that suits you.',
  processing: 'A payment is on its way, so nothing else is tried for now.',
};

const notNow = ({ nextAttempt }: Debt): string =>
  nextAttempt
    ? `The day cannot be moved for this payment. We try it on ${nextAttempt}.`
    : 'A day cannot be chosen for this payment. Another card works at once.';

async function waysOn({ may, paused, leaving }: Debt, guest: Guest, ports: Ports): Promise<More[]> {
  const open = !leaving && may.kind !== 'settled' && may.kind !== 'processing';
  return [
    ...(open && !paused ? [{ label: 'Pay now instead', url: await linkTo('pay', guest, ports) }] : []),
    ...(open && !paused ? [{ label: 'Use another card', url: await linkTo('update-card', guest, ports) }] : []),
    ...(paused ? [{ label: 'Resume the plan', url: await linkTo('resume', guest, ports) }] : []),
    { label: 'What happened so far', url: await linkTo('what-happened', guest, ports) },
  ];
}
