import { html } from 'hono/html';
import type { HttpResponse } from '../kernel/http.ts';
import { parseInstant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { dayWords } from '../messaging/day-words.ts';
import { type Message, messageKey, parseMessage } from '../messaging/outbox.ts';
import type { Recovery } from '../recovery/state.ts';
import type { Seen } from './case-seen.ts';
import { debtOf } from './debt.ts';
import { endingOf } from './endings.ts';
import type { Guest } from './guest.ts';
import { facts, type Html } from './kit.ts';
import { linkTo } from './page-links.ts';
import { customerPage, type More, more, nothingOpen, summary } from './parts.ts';
import type { Purpose } from './purpose.ts';
import { seeCase } from './see-case.ts';
import { happenedIn, type Moment, nextIn } from './timeline.ts';
import { withGuest } from './with-guest.ts';

/** "What happened to my account": every try and every mail, what is open, what comes next and when, in the customer's words. */
export const whatHappenedPurpose: Purpose = { own: false, get: (opened) => withGuest(opened, show) };

async function show(guest: Guest, ports: Ports): Promise<HttpResponse> {
  const seen = await seeCase(guest, ports);
  if (seen.kind === 'none') return customerPage(200, nothingOpen, guest);
  const recovery = seen.kind === 'open' ? seen.context.recovery : seen.recovery;
  const past = timeline(happenedIn(recovery, await mailsOf(recovery, guest, ports), seen.row), guest);
  if (seen.kind === 'closed') {
    const { title, content } = endingOf(seen, guest);
    return customerPage(200, { title, content: html`${content}<h2>What happened</h2>${past}` }, guest);
  }
  return customerPage(
    200,
    { title: 'What happened so far', content: html`${await today(seen, guest, ports)}<h2>Until today</h2>${past}` },
    guest,
  );
}

async function mailsOf({ mails }: Recovery, { account }: Guest, ports: Ports): Promise<Message[]> {
  const rows = await Promise.all(mails.map((key) => ports.rows.get(messageKey(account.account, key))));
  return rows.flatMap((row) => (row ? [parseMessage(row)] : []));
}

async function today({ context }: Extract<Seen, { kind: 'open' }>, guest: Guest, ports: Ports): Promise<Html> {
  const debt = debtOf(context, guest.reader);
  const rows = facts([
    ['Plan', debt.plan],
    ...debt.open.map(({ amount, label }) => ['Open', `${amount}, ${label}`] as const),
    ['Card', debt.card ?? 'none on file'],
  ]);
  return html`${summary(undefined, rows)}<h2>What comes next</h2><ul class="line">${nextIn(debt, context).map((words) => html`<li class="next">${words}</li>`)}</ul>${more(await ways(debt, guest, ports))}`;
}

async function ways({ paused, leaving, may }: ReturnType<typeof debtOf>, guest: Guest, ports: Ports): Promise<More[]> {
  const pays = !leaving && (may.kind === 'pay' || may.kind === 'hosted');
  return [
    ...(paused ? [{ label: 'Resume the plan', url: await linkTo('resume', guest, ports) }] : []),
    ...(pays && !paused ? [{ label: 'Pay now', url: await linkTo('pay', guest, ports) }] : []),
    ...(leaving ? [] : [{ label: 'Update the card', url: await linkTo('update-card', guest, ports) }]),
    ...(leaving ? [] : [{ label: 'Your backup card', url: await linkTo('backup-card', guest, ports) }]),
    { label: leaving ? 'The cancellation' : 'Cancel the plan', url: await linkTo('cancel', guest, ports) },
  ];
}

function timeline(moments: readonly Moment[], { reader, now }: Guest): Html {
  const line = ({ at, words }: Moment): Html =>
    html`<li><time datetime="${at}">${dayWords(parseInstant(at), now, reader)}</time>${words}</li>`;
  return html`<ul class="line">${moments.map(line)}</ul>`;
}
