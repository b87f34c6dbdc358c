import { html } from 'hono/html';
import { readTagValue } from '../../lambdas/messaging/mime.ts';
import type { StoredMail } from '../mailbox/stored-mail.ts';
import type { World } from '../world/world.ts';
import type { Host } from './host.ts';
import { details, facts, type Html, link, page, path, rowsOf, table, time } from './layout.ts';
import { webhooksTable } from './webhooks-table.ts';
import { actorWords, chargeWords, money, namesIn, standing } from './words.ts';

export function overview(host: Host): Html {
  const { world } = host;
  const counts = new Map<string, number>();
  for (const row of rowsOf(world, 'case')) counts.set(standing(row), (counts.get(standing(row)) ?? 0) + 1);
  const cases = [...counts]
    .sort()
    .reverse()
    .map(([where, count]) => [where, count]);
  return page(
    host,
    'Overview',
    html`<p>Every failed payment is a case. Move the clock above and watch; ${link('/executions', 'each case has an execution')}, and ${link('/mailbox', 'every mail lands in the mailbox')}.</p>
<h2>Cases</h2>${table(['Where they stand', 'How many'], cases, 'No payment has failed yet: there are no cases.')}
<h2>The last 20 things that happened</h2>${table(['When', 'What', 'Whose'], happened(world), 'Nothing has happened yet.')}
<h2>The last webhooks</h2>${webhooksTable(world, 12)}<p class="soft">Send one of your own: <code>npm run webhook -- event.json</code>, or POST to <code>/webhooks/stripe</code>. A
signature counts when its time fits the clock on the wall or the virtual one.</p>`,
  );
}

/** Charges, mails, and what was told to the outside, newest first. */
function happened(world: World): (readonly unknown[])[] {
  const names = namesIn(world);
  const charges = world.stripe.charges.map((one) => ({
    at: one.at,
    what: `${money(one)} tried by ${actorWords(one.actor)}: ${chargeWords(one.outcome)}`,
    whose: names.customer(one.customer),
  }));
  const mails = world.mailbox.mails.map((mail) => ({
    at: Date.parse(mail.at),
    what: html`Mail: ${link(path('mailbox', mail.id), mail.subject)}`,
    whose: names.account(accountOf(mail)),
  }));
  const events = world.events.map(({ at, type, account }) => ({
    at,
    what: `Event ${type}`,
    whose: names.account(account),
  }));
  return [...charges, ...mails, ...events]
    .sort((a, b) => b.at - a.at)
    .slice(0, 20)
    .map(({ at, what, whose }) => [time(at), what, whose]);
}

/** The account travels with every mail as a tag; absent on one that is not ours. */
export const accountOf = ({ tags, to }: StoredMail): string =>
  tags.account === undefined ? to.join(', ') : readTagValue(tags.account);

export function mailbox(host: Host): Html {
  const { mailbox: box } = host.world;
  const names = namesIn(host.world);
  const rows = box.mails
    .toReversed()
    .map((mail) => [
      time(Date.parse(mail.at)),
      names.account(accountOf(mail)),
      mail.to.join(', '),
      link(path('mailbox', mail.id), mail.subject),
    ]);
  return page(
    host,
    'Mailbox',
    html`<p>Every mail that would have gone out. None of them leaves this machine.</p>
${table(['Sent', 'Account', 'To', 'Subject'], rows, 'No mail has been sent yet: move the clock to the next event.')}`,
  );
}

export function mail(host: Host, id: string): Html | undefined {
  const found = host.world.mailbox.mails.find((one) => one.id === id);
  if (!found) return undefined;
  const { from, to, replyTo, headers } = found;
  const heads = Object.entries({ From: from, To: to.join(', '), 'Reply-To': replyTo.join(', '), ...headers });
  const about = {
    From: from,
    To: to.join(', '),
    Sent: time(Date.parse(found.at)),
    Account: namesIn(host.world).account(accountOf(found)),
  };
  // It can neither run scripts nor reach this page; its links may open a new tab, as they do in a mail program.
  return page(
    host,
    found.subject,
    html`${facts(about)}<h2>As HTML</h2><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${found.html}" title="The mail as HTML"></iframe>
<h2>As text</h2><pre>${found.text}</pre>${details(`All ${heads.length} headers`, table(['Header', 'Value'], heads, 'It has no headers.'))}`,
  );
}
