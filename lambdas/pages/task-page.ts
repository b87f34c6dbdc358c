import type { Account } from '../accounts/account.ts';
import { loadAccount } from '../accounts/load-account.ts';
import { peopleOf } from '../kernel/config/index.ts';
import type { HttpResponse } from '../kernel/http.ts';
import type { Ports, Stage } from '../kernel/ports.ts';
import { messageKey, parseMessage } from '../messaging/outbox.ts';
import { actOnTask } from '../tasks/act-on-task.ts';
import { loadTask } from '../tasks/load-task.ts';
import type { Task } from '../tasks/task.ts';
import { houseOf, pageAnswer, seeOther } from './kit.ts';
import { unknownPage } from './link-pages.ts';
import type { Opened, Purpose } from './purpose.ts';
import { readTaskForm } from './task-form.ts';
import { type Lead, taskContent, taskTitle } from './task-view.ts';

/** The links in task mails: opening shows the task, a button acts. Whoever holds the link needs no login (completions N1). */
export const taskPurpose: Purpose = {
  own: true,
  get: (opened) => show(200, opened),
  async post(opened, form) {
    const people = peopleOf(opened.config.people).map(({ address }) => address);
    const read = readTaskForm(form, people);
    if (read.kind === 'wrong') return show(400, opened, read.why);
    const by = await holderOf(opened, opened.ports);
    const acted = await actOnTask(nameIn(opened), { act: read.act, by, seen: read.seen }, opened.ports);
    if (acted.kind === 'moved') return show(409, opened, 'Nothing was done: somebody has changed the task meanwhile.');
    // A relative address: the page may lie below any path. The token itself is what led here.
    return acted.kind === 'acted' ? seeOther(opened.token) : gone(opened);
  },
};

const nameIn = ({ claims }: Opened) => ({ account: claims.account ?? '', id: claims.task ?? '' });

async function show(status: number, opened: Opened, problem?: string): Promise<HttpResponse> {
  const { config, ports } = opened;
  const { account: owner, id } = nameIn(opened);
  const task = await loadTask(ports.rows, owner, id);
  if (!task) return gone(opened);
  const account = await loadAccount(ports.rows, owner);
  const view = {
    task,
    name: account?.name ?? owner,
    who: await holderOf(opened, opened.ports),
    people: peopleOf(config.people),
    leads: leadsOf(task, account, ports.stage),
    ...(problem === undefined ? {} : { problem }),
    zone: config.company.zone,
    now: ports.clock.now(),
  };
  return pageAnswer(status, { title: taskTitle(task), content: taskContent(view), house: houseOf(config) });
}

/** The mail the link stands in knows whom it was written to; an address would show in the link itself. */
async function holderOf({ claims }: Opened, { rows }: Pick<Ports, 'rows'>): Promise<string> {
  const item = await rows.get(messageKey(claims.account ?? '', claims.mail ?? ''));
  const address = item && parseMessage(item).address;
  return address ?? 'an unknown holder of the link';
}

const gone = ({ config, ports }: Opened): Promise<HttpResponse> =>
  unknownPage({ house: houseOf(config), zone: config.company.zone, now: ports.clock.now(), own: true });

/** The laptop has a console, Stripe has no such customers there; everywhere else it is the other way round. */
function leadsOf({ account: id }: Task, account: Account | undefined, stage: Stage): Lead[] {
  if (stage.name === 'local')
    return [{ label: 'the account in the console', url: `/accounts/${encodeURIComponent(id)}` }];
  const dashboard = `https://dashboard.stripe.com/${stage.livemode ? '' : 'test/'}customers`;
  const customers = account?.customers ?? [];
  return customers.map((customer) => ({
    label: `${customer} in Stripe`,
    url: `${dashboard}/${encodeURIComponent(customer)}`,
  }));
}
