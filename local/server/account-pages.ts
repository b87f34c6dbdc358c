import { html } from 'hono/html';
import * as z from 'zod';
import { caseSchema, executionOf } from '../../lambdas/cases/case.ts';
import type { World } from '../world/world.ts';
import type { Host } from './host.ts';
import { details, facts, type Html, json, link, page, path, rowsOf, table, time } from './layout.ts';
import { accountOf } from './pages.ts';
import { actorWords, chargeWords, money, plain, standing } from './words.ts';

export function accounts(host: Host): Html {
  const { world } = host;
  const cases = new Map(rowsOf(world, 'case').map((one) => [one.account, standing(one)]));
  const rows = rowsOf(world, 'account').map((one) => {
    const id = String(one.account);
    const name = link(path('accounts', id), String(one.name ?? id));
    return [name, plain(one.plan), money(one.mrr), plain(one.status), cases.get(id) ?? ''];
  });
  const none = 'Nobody is known yet: an account appears with the first webhook about a customer.';
  return page(host, 'Accounts', table(['Name', 'Plan', 'A month', 'Status', 'Payment recovery'], rows, none));
}

export function account(host: Host, id: string): Html | undefined {
  const { world } = host;
  const found = rowsOf(world, 'account').find((one) => one.account === id);
  if (!found) return undefined;
  const own = [...world.table.items()].filter((one) => one.account === id && one !== found);
  return page(
    host,
    String(found.name ?? id),
    html`${facts(factsOf(found, own))}
<h2>Payment recovery</h2>${casesOf(own)}
<h2>Charges</h2>${chargesOf(found, world)}
<h2>Mails</h2>${mailsOf(id, world)}
${details('The rows as they are stored', [found, ...own].map(json))}`,
  );
}

type Row = Readonly<Record<string, unknown>>;

const banners: Readonly<Record<string, string>> = {
  payment_needs_attention: 'a payment needs attention',
  paused: 'the plan is paused',
};

function factsOf(found: Row, own: readonly Row[]): Readonly<Record<string, unknown>> {
  const contacts = own.filter(({ entity }) => entity === 'contact');
  return {
    Status: plain(found.status),
    Plan: plain(found.plan),
    'A month': money(found.mrr),
    Tier: plain(found.tier),
    'Customer since': found.since,
    Country: found.country,
    'Time zone': found.zone,
    Contacts: contacts
      .map(({ name, email, role }) => `${String(name ?? '')} <${String(email)}>, ${plain(role)}`)
      .join('; '),
    'At Stripe': Array.isArray(found.customers) ? found.customers.join(', ') : undefined,
    'Banner in your app': found.banner ? (banners[String(found.banner)] ?? plain(found.banner)) : 'none',
  };
}

/** What a case and the copy kept of a closed run have in common. */
const runSchema = z.object(
  caseSchema.pick({
    journey: true,
    account: true,
    subject: true,
    run: true,
    status: true,
    stage: true,
    outcome: true,
    openedAt: true,
    wait: true,
    attention: true,
  }).shape,
);

/** A closed run that nothing has followed yet is there twice, as the case and as its copy. */
function casesOf(own: readonly Row[]): Html {
  const copies = own.filter(({ entity }) => entity === 'closed-run');
  const rows = [...copies, ...own.filter(({ entity }) => entity === 'case')].map((row) => runSchema.parse(row));
  const runs = new Map(rows.map((row) => [executionOf(row), row]));
  const cells = [...runs].map(([name, row]) => [
    link(path('executions', name), `Run ${row.run} for ${row.subject}`),
    row.attention === undefined ? standing(row) : `${standing(row)}: ${row.attention}`,
    time(Date.parse(row.openedAt)),
    row.wait && row.status !== 'closed' ? html`${row.wait.state}, until ${time(Date.parse(row.wait.due))}` : '',
  ]);
  const none = 'No payment of this account has failed.';
  return table(['Run', 'Where it stands', 'Opened', 'Waits in'], cells, none);
}

function chargesOf({ customers }: Row, world: World): Html {
  const ids: unknown[] = Array.isArray(customers) ? customers : [];
  const rows = world.stripe.charges
    .filter(({ customer }) => ids.includes(customer))
    .map((one) => [time(one.at), money(one), actorWords(one.actor), chargeWords(one.outcome), one.invoice, one.card]);
  return table(['When', 'Amount', 'Tried by', 'Result', 'Invoice', 'Card'], rows, 'Nothing has been charged yet.');
}

function mailsOf(id: string, world: World): Html {
  const rows = world.mailbox.mails
    .filter((mail) => accountOf(mail) === id)
    .map((mail) => [time(Date.parse(mail.at)), mail.to.join(', '), link(path('mailbox', mail.id), mail.subject)]);
  return table(['Sent', 'To', 'Subject'], rows, 'No mail has gone to this account.');
}
