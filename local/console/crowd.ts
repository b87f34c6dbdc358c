import { type Account, accountKey, accountList, accountStatuses, tiers } from '../../lambdas/accounts/account.ts';
import { type Case, caseKey, caseSort, openList } from '../../lambdas/cases/case.ts';
import { after, before, type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import { tagValue } from '../../lambdas/messaging/mime.ts';
import { endedList, type Message, messageDue, messageKey } from '../../lambdas/messaging/outbox.ts';
import { taskDue } from '../../lambdas/tasks/task.ts';
import { catalog, mailNames } from '../../templates/catalog.ts';
import type { Values } from '../dynamodb/values.ts';
import type { StoredMail } from '../mailbox/stored-mail.ts';
import type { World } from '../world/world.ts';

/** How many of each the console is promised to be quick with (issue 3). */
export const crowdSize = { accounts: 10_000, messages: 100_000 } as const;

const pick = <T>(from: readonly T[], index: number): T => from[index % from.length] as T;

const firstWords = ['Alder', 'Birch', 'Copper', 'Delta', 'Ember', 'Fjord', 'Granite', 'Harbor', 'Indigo', 'Juniper'];
const lastWords = ['Analytics', 'Bakery', 'Clinics', 'Dental', 'Freight', 'Gardens', 'Homes', 'Kitchens', 'Legal'];

/**
 * Fills a world with invented accounts, cases, messages, tasks and mails, as plain rows: what stood in its table before
 * stays. Nothing of it is due within 200 days, so the world's own time goes on as without it.
 */
export function crowd(world: World, size: { readonly accounts: number; readonly messages: number } = crowdSize): void {
  const now = world.simulator.now();
  const policy = String([...world.table.everything()].find(({ entity }) => entity === 'policy')?.hash);
  const rows: Values[] = [...world.table.everything()];
  const mails: StoredMail[] = [...world.mailbox.mails];
  for (let n = 0; n < size.accounts; n += 1) rows.push(...accountRows(n, policy, now));
  for (let n = 0; n < size.messages; n += 1) {
    const message = messageRow(n, n % size.accounts, policy, now);
    rows.push(message);
    if (message.status === 'SENT') mails.push(mailOf(message, n));
  }
  world.table.load(rows);
  world.mailbox.restore({ mails });
}

const idOf = (n: number): string => `crowd-${String(n).padStart(5, '0')}`;

function accountRows(n: number, policy: string, now: Instant): Values[] {
  const account = idOf(n);
  const tier = pick(tiers, n % 11 === 0 ? 2 : n % 17 === 0 ? 3 : n % 5 === 0 ? 0 : 1);
  const row: Account = {
    ...accountKey(account),
    sk: 'ACCOUNT',
    entity: 'account',
    account,
    name: `${pick(firstWords, n)} ${pick(lastWords, n)} ${n}`,
    status: pick(accountStatuses, n % 4 === 0 ? n % accountStatuses.length : 2),
    tier,
    plan: pick(['solo', 'team', 'business'], n),
    mrr: { amount: 1900 + (n % 40) * 1000, currency: pick(['usd', 'eur'], n) },
    customers: [`cus_${account}`],
    ...accountList({ account, tier }),
  };
  const contact = {
    pk: row.pk,
    sk: 'CONTACT#1',
    entity: 'contact',
    account,
    email: `ada@${account}.test`,
    name: 'Ada Moreau',
    role: 'owner',
  };
  return [row, contact, ...(n % 3 === 0 ? [caseRow(n, policy, now)] : []), ...(n % 20 === 0 ? [taskRow(n, now)] : [])];
}

function caseRow(n: number, policy: string, now: Instant): Case {
  const account = idOf(n);
  const subject = `sub_${account}`;
  const sk = caseSort('payment-recovery', subject);
  const openedAt = toIso(before(now, { hours: n % 2000 }));
  const status = n % 2 === 0 ? 'closed' : n % 45 === 0 ? 'attention' : 'open';
  const slot = { account, journey: 'payment-recovery', subject, openedAt } as const;
  return {
    ...caseKey(account, sk),
    entity: 'case',
    ...slot,
    run: 1,
    status,
    stage: 'retrying',
    policy,
    mode: 'live',
    ...(status === 'closed' ? { outcome: 'recovered', closedAt: toIso(now) } : Object.fromEntries(openList(slot))),
    ...(status === 'attention' ? { attention: 'Retry 2 of 4: Stripe did not answer' } : {}),
    news: 1,
    answered: 1,
    version: 1,
    applied: [],
    log: [],
    pending: [],
    settled: [],
    data: {},
  };
}

function taskRow(n: number, now: Instant): Values {
  const account = idOf(n);
  const id = `crowd/${n}/account_manager_recovery`;
  const due = toIso(after(now, { hours: (n % 200) - 100 }));
  const isOpen = n % 60 !== 0;
  return {
    pk: `A#${account}`,
    sk: `TASK#${id}`,
    entity: 'task',
    id,
    account,
    kind: 'account_manager_recovery',
    status: isOpen ? 'open' : 'done',
    at: toIso(before(now, { days: 4 })),
    due,
    assignee: 'sam@northwind.test',
    source: `CASE#payment-recovery#sub_${account}`,
    facts: { invoice: `in_${account}`, open: { amount: 4900, currency: 'usd' } },
    ...(isOpen ? taskDue(account, id, due) : { doneAt: toIso(now), result: 'done' }),
  };
}

const statuses = ['SENT', 'SENT', 'SENT', 'SENT', 'SENT', 'SENT', 'SENT', 'DROPPED', 'WOULD_SEND', 'PENDING'] as const;

function messageRow(n: number, owner: number, policy: string, now: Instant): Message {
  const account = idOf(owner);
  const template = pick(mailNames, n);
  const key = `payment-recovery/sub_${account}/crowd-${n}`;
  const at = toIso(before(now, { minutes: n }));
  const due = after(now, { days: 200, hours: n % 48 });
  const until = toIso(due);
  // Of one account too: 10,000 accounts in turn would otherwise each have messages of one kind only.
  const status = pick(statuses, n * 7 + Math.floor(n / 997));
  return {
    ...messageKey(account, key),
    entity: 'message',
    key,
    account,
    journey: 'payment-recovery',
    template,
    class: 'service',
    facts: { ...catalog[template].sample },
    links: {},
    roles: ['billing', 'owner'],
    status,
    queuedAt: at,
    notBefore: at,
    due: status === 'PENDING' ? until : at,
    quiet: 'nights',
    policy,
    mode: status === 'WOULD_SEND' ? 'observe' : 'live',
    verdicts: [verdictOf(status, at, until)],
    version: 2,
    resends: 0,
    ...(status === 'SENT' || status === 'WOULD_SEND' ? { to: `ada@${account}.test`, sentAt: at } : {}),
    ...Object.fromEntries(status === 'PENDING' ? messageDue(account, key, due) : endedList({ account, key }, at)),
  };
}

function verdictOf(status: (typeof statuses)[number], at: string, until: string): Message['verdicts'][number] {
  switch (status) {
    case 'SENT':
      return { at, verdict: 'sent', reason: 'accepted by SES' };
    case 'DROPPED':
      return { at, verdict: 'dropped', reason: 'goal.met' };
    case 'WOULD_SEND':
      return { at, verdict: 'would_send', reason: 'mode.observe' };
    case 'PENDING':
      return { at, verdict: 'deferred', reason: 'suppressed.soft', until };
  }
}

const mailOf = ({ account, key, queuedAt, to = '' }: Message, n: number): StoredMail => ({
  id: `crowd-mail-${n}`,
  at: queuedAt,
  from: 'Northwind Metrics Billing <billing@northwind.test>',
  to: [to],
  replyTo: [],
  subject: `A payment of ${account} did not go through`,
  html: '<p>One of a crowd.</p>',
  text: 'One of a crowd.\n',
  headers: {},
  tags: { account: tagValue(account), key: tagValue(key) },
  configurationSet: 'service',
});
