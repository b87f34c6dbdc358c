import { html } from 'hono/html';
import type { Item } from '../../lambdas/kernel/rows.ts';
import { cards, notCharged } from './account-cards.ts';
import { entitiesIn, messagesIn, runsIn, tasksIn, withoutToken } from './account-rows.ts';
import { caseActs } from './act-links.ts';
import { counted, type Shown } from './asked.ts';
import { type CaseLine, type MessageLine, messageRef, type TaskLine } from './board.ts';
import { casePill } from './case-words.ts';
import { details, facts, type Html, json, link, path, pill, section, table, time } from './kit.ts';
import { whereItStands } from './messages.ts';
import type { ConsoleSource } from './source.ts';
import { taskRow } from './tasks.ts';
import { accountMood, capital, money, plain, templateWords } from './words.ts';

/** All of one account on one page: who it is, where its cases stand, what was said, tried and done about it. */
export async function accountPage(source: ConsoleSource, id: string): Promise<Shown | undefined> {
  const rows = await source.rowsOf(id);
  if (rows.length === 0) return undefined;
  const account = rows.find(({ sk }) => sk === 'ACCOUNT');
  const own = [section('Payment recovery', runs(runsIn(rows), source)), section('Cards', await cards(rows, source))];
  return {
    title: String(account?.name ?? id),
    above: link('/accounts', 'Accounts'),
    content: html`${facts(about(id, account, rows))}<div class="grid">${own}${section('What was not charged, and why', notCharged(rows))}${section('Messages', messages(messagesIn(rows), source))}${section('Tasks', tasks(tasksIn(rows), source))}${section('Subscriptions', subscriptions(rows))}${section('Invoices', invoices(rows))}${section('Goals', goals(rows))}${section('What people did', acts(rows))}</div>
${details(
  `The ${counted(rows.length, 'row')} as stored`,
  rows.map((row) => json(withoutToken(row))),
)}`,
  };
}

const banners: Readonly<Record<string, string>> = {
  payment_needs_attention: 'a payment needs attention',
  paused: 'the plan is paused',
};

function about(id: string, account: Item | undefined, rows: readonly Item[]): Readonly<Record<string, unknown>> {
  const { status, plan, mrr, tier, since, country, zone, customers, banner } = Object(account);
  return {
    Account: html`<code>${id}</code>`,
    Status: status === undefined ? undefined : pill(accountMood(String(status)), plain(status)),
    Tier: capital(plain(tier)),
    Plan: plan,
    'A month': money(mrr),
    'Customer since': since,
    Country: country,
    'Time zone': zone,
    'Looked after by': personWords(Object(account).owner),
    Contacts: contacts(rows),
    'At Stripe': Array.isArray(customers) ? customers.join(', ') : undefined,
    'Banner in your app': banner ? (banners[String(banner)] ?? plain(banner)) : 'none',
    'On hold': heldWords(Object(account).held),
  };
}

const personWords = (owner: unknown): string | undefined => {
  const { name, email }: { name?: unknown; email?: unknown } = Object(owner);
  return email === undefined ? undefined : `${String(name ?? '')} <${String(email)}>`.trim();
};

function heldWords(held: unknown): string | undefined {
  const { by, reason }: { by?: unknown; reason?: unknown } = Object(held);
  return by === undefined ? undefined : `by ${String(by)}: ${String(reason)}`;
}

function contacts(rows: readonly Item[]): Html | undefined {
  const all = entitiesIn(rows, 'contact');
  if (all.length === 0) return undefined;
  return html`${all.map((one) => html`<div>${personWords(one)}, ${plain(one.role)}</div>`)}`;
}

function runs(all: readonly CaseLine[], source: ConsoleSource): Html {
  const rows = all.map((line) => [
    link(path('executions', line.execution), `Run ${line.run} for ${line.subject}`),
    html`${casePill(line)}${line.attention === undefined ? '' : html` ${line.attention}`}`,
    time(line.openedAt),
    line.wait === undefined ? '' : html`${line.wait.state}, until ${time(line.wait.due)}`,
    ...(source.acts ? [caseActs(line, source.acts)] : []),
  ]);
  const heads = ['Run', 'Where it stands', 'Opened', 'Waits in', ...(source.acts ? ['Do'] : [])];
  return table(heads, rows, 'No payment of this account has failed.');
}

/** Enough to see what goes on; the whole list is one click away. */
const mostShown = 25;

function messages(all: readonly MessageLine[], source: ConsoleSource): Html {
  const rows = all
    .slice(0, mostShown)
    .map((line) => [
      time(line.at),
      link(path('mailbox', messageRef(line)), templateWords(line.template)),
      whereItStands(line),
    ]);
  const [first] = all;
  const more =
    first && all.length > mostShown
      ? html`<p>${link(`/messages?q=${encodeURIComponent(first.account)}`, `All ${all.length} messages`)}</p>`
      : '';
  const none =
    source.place.kind === 'laptop'
      ? 'No mail was asked for. The first follows a failed payment.'
      : 'No mail was asked for.';
  return html`${table(['When', 'Mail', 'Where it stands'], rows, none)}${more}`;
}

const tasks = (all: readonly TaskLine[], source: ConsoleSource): Html =>
  table(
    ['What', 'Where it stands', 'Who'],
    all.map((line) => taskRow(line, source.now())),
    'Nobody has been asked to do anything.',
  );

const dateOf = (value: unknown): Html | string => (typeof value === 'number' ? time(value) : '');

function subscriptions(rows: readonly Item[]): Html {
  const lines = entitiesIn(rows, 'subscription').map(
    ({ id, status, amount, interval, periodEnd, cancelAtPeriodEnd }) => [
      html`<code>${String(id)}</code>`,
      plain(status),
      `${money(amount)}${interval === undefined ? '' : ` a ${String(interval)}`}`,
      html`${dateOf(periodEnd)}${cancelAtPeriodEnd === true ? ', then it ends' : ''}`,
    ],
  );
  return table(
    ['Subscription', 'Status', 'Price', 'Paid until'],
    lines,
    'No subscription has been read from Stripe yet.',
  );
}

function invoices(rows: readonly Item[]): Html {
  const lines = entitiesIn(rows, 'invoice')
    .sort((a, b) => Number(b.created) - Number(a.created))
    .map(({ id, number, status, amountDue, amountRemaining, created }) => [
      html`<code>${String(number ?? id)}</code>`,
      dateOf(created),
      plain(status),
      money(amountDue),
      money(amountRemaining),
    ]);
  return table(['Invoice', 'Of', 'Status', 'Amount', 'Still open'], lines, 'No invoice has been read from Stripe yet.');
}

function goals(rows: readonly Item[]): Html {
  const lines = entitiesIn(rows, 'goal').map(({ id, text, status }) => [String(text ?? id), plain(status)]);
  return table(['Goal', 'Where it stands'], lines, 'No goal is recorded for this account.');
}

function acts(rows: readonly Item[]): Html {
  const lines = entitiesIn(rows, 'act')
    .sort((a, b) => (String(a.at) < String(b.at) ? 1 : -1))
    .map(({ at, act, subject, who, why }) => [
      time(Date.parse(String(at))),
      plain(act),
      String(subject ?? ''),
      String(who ?? ''),
      String(why ?? ''),
    ]);
  return table(['When', 'What', 'About', 'Who', 'Why'], lines, 'No person has acted on this account by hand.');
}
