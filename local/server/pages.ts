import { html } from 'hono/html';
import { formatMoney } from '../../lambdas/kernel/money.ts';
import type { World } from '../world/world.ts';
import type { Host } from './host.ts';
import { type Html, link, page, path, rowsOf, table, time } from './layout.ts';
import { webhooksTable } from './webhooks-table.ts';

const json = (value: unknown): Html => html`<pre>${JSON.stringify(value, null, 2)}</pre>`;

export function overview(host: Host): Html {
  const { world } = host;
  const counts = new Map<string, number>();
  for (const { status, outcome, stage } of rowsOf(world, 'case')) {
    const name = `${String(status)}: ${String(outcome ?? stage)}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return page(
    host,
    'Overview',
    html`<h2>Cases</h2>${table(['Where', 'Cases'], [...counts].sort())}
<h2>The last 20 things that happened</h2>${table(['When', 'What', 'Whose'], happened(world))}
<h2>The last webhooks</h2>${webhooksTable(world, 12)}<p>Post your own: POST /webhooks/stripe, or <code>npm run webhook -- file.json</code>. The virtual clock is not yours: a
signature counts when its time fits the wall clock or the virtual one.</p>`,
  );
}

function happened(world: World): (readonly unknown[])[] {
  const charges = world.stripe.charges.map(({ at, actor, outcome, customer }) => ({
    at,
    what: `charge by ${actor}: ${outcome}`,
    whose: customer,
  }));
  const mails = world.mailbox.mails.map((mail) => ({
    at: Date.parse(mail.at),
    what: link(path('mailbox', mail.id), mail.subject),
    whose: mail.to.join(', '),
  }));
  const events = world.events.map(({ at, type, account }) => ({ at, what: type, whose: account }));
  return [...charges, ...mails, ...events]
    .sort((a, b) => b.at - a.at)
    .slice(0, 20)
    .map(({ at, what, whose }) => [time(at), what, whose]);
}

export function mailbox(host: Host): Html {
  const { world } = host;
  const rows = world.mailbox.mails
    .toReversed()
    .map(({ id, at, to, subject }) => [time(Date.parse(at)), to.join(', '), link(path('mailbox', id), subject)]);
  return page(host, 'Mailbox', table(['Sent', 'To', 'Subject'], rows));
}

export function mail(host: Host, id: string): Html | undefined {
  const { world } = host;
  const found = world.mailbox.mails.find((one) => one.id === id);
  if (!found) return undefined;
  const { from, to, replyTo, headers } = found;
  const heads = Object.entries({ From: from, To: to.join(', '), 'Reply-To': replyTo.join(', '), ...headers });
  // Without allow-scripts and allow-same-origin the mail can neither run nor reach this page.
  return page(
    host,
    found.subject,
    html`${table(['Header', 'Value'], heads)}<h2>HTML</h2><iframe sandbox srcdoc="${found.html}" title="mail"></iframe>
<h2>Text</h2><pre>${found.text}</pre>`,
  );
}

export function accounts(host: Host): Html {
  const { world } = host;
  const cases = new Map(rowsOf(world, 'case').map((one) => [one.account, one]));
  const rows = rowsOf(world, 'account').map((one) => {
    const open = cases.get(one.account);
    const id = String(one.account);
    const where = open ? String(open.outcome ?? open.stage) : '';
    return [link(path('accounts', id), String(one.name ?? id)), one.plan, money(one.mrr), one.zone, one.status, where];
  });
  return page(host, 'Accounts', table(['Name', 'Plan', 'MRR', 'Zone', 'Status', 'Case'], rows));
}

export function account(host: Host, id: string): Html | undefined {
  const { world } = host;
  const found = rowsOf(world, 'account').find((one) => one.account === id);
  if (!found) return undefined;
  const customers: unknown[] = Array.isArray(found.customers) ? found.customers : [];
  const attempts = world.stripe.charges
    .filter(({ customer }) => customers.includes(customer))
    .map(({ at, actor, invoice, card, amount, currency, outcome }) => {
      return [time(at), actor, invoice, card, formatMoney({ amount, currency }), outcome];
    });
  const cases = rowsOf(world, 'case').filter((one) => one.account === id);
  return page(
    host,
    String(found.name ?? id),
    html`${json(found)}<h2>Case</h2>${cases.map(json)}
<h2>Attempts</h2>${table(['When', 'By', 'Invoice', 'Card', 'Amount', 'Outcome'], attempts)}`,
  );
}

function money(value: unknown): string {
  const { amount, currency }: { amount?: unknown; currency?: unknown } = Object(value);
  return typeof amount === 'number' && typeof currency === 'string' ? formatMoney({ amount, currency }) : '';
}
