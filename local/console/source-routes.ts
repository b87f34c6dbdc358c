import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { RecoveryReport } from '../../lambdas/metrics/recovery-report.ts';
import { recoveryPage } from '../recovery-report/page.ts';
import { reportOf } from '../recovery-report/report-of.ts';
import { accountPage } from './account-page.ts';
import { accountsPage } from './accounts.ts';
import { actRoutes, type Show } from './act-routes.ts';
import { approvalRoutes } from './approval-routes.ts';
import type { Asked, Shown } from './asked.ts';
import { executionPage } from './execution-shown.ts';
import { executionsPage } from './executions-list.ts';
import { machinePage, machinesPage } from './gallery.ts';
import { link } from './kit.ts';
import { mailboxPage, mailPage } from './mailbox.ts';
import { messagesPage } from './messages.ts';
import type { ConsoleSource } from './source.ts';
import { taskRoutes } from './task-routes.ts';
import { tasksPage } from './tasks.ts';

const askedIn = (c: Context): Asked => ({ path: c.req.path, query: new URL(c.req.url).searchParams });

/** The pages that stand on a source alone: the same on the laptop and on a stage. `show` puts the frame around them. */
export function sourceRoutes(source: () => ConsoleSource, show: Show): Hono {
  const app = new Hono();
  app.get('/accounts', async (c) => show(c, await accountsPage(source(), askedIn(c))));
  app.get('/accounts/:id', async (c) => {
    const id = c.req.param('id');
    return show(c, (await accountPage(source(), id)) ?? noAccount(id));
  });
  app.get('/executions', async (c) => show(c, await executionsPage(source(), askedIn(c))));
  app.get('/executions/:name', async (c) => {
    const name = c.req.param('name');
    return show(c, (await executionPage(source(), name)) ?? noExecution(name));
  });
  app.get('/recovery', async (c) => show(c, recoveryPage(await recoveryOf(source()))));
  app.get('/recovery.json', async (c) => c.json(await recoveryOf(source())));
  app.get('/mailbox', async (c) => show(c, await mailboxPage(source(), askedIn(c))));
  app.get('/mailbox/:id', async (c) => show(c, (await mailPage(source(), c.req.param('id'))) ?? noMail));
  app.get('/messages', async (c) => show(c, await messagesPage(source(), askedIn(c))));
  app.route('/messages', approvalRoutes(source, show));
  app.get('/tasks', async (c) => show(c, await tasksPage(source(), askedIn(c))));
  app.route('/tasks', taskRoutes(source, show));
  app.get('/machines', (c) => show(c, machinesPage()));
  app.get('/machines/:name', (c) => show(c, machinePage(c.req.param('name')) ?? noMachine));
  app.route('/acts', actRoutes(source, show));
  return app;
}

async function recoveryOf(source: ConsoleSource): Promise<RecoveryReport> {
  const { ended, open } = await source.recoveries();
  return reportOf(ended, open, source.zone, source.now());
}

const noAccount = (id: string): Shown => ({
  title: 'There is no such account',
  status: 404,
  content: html`<p>Nothing is stored about <code>${id}</code>. An account is known by the id in its Stripe customer’s metadata, or by the customer’s own id.</p>
<p>${link(`/accounts?q=${encodeURIComponent(id)}`, 'Search the accounts for it')}</p>`,
});

const noExecution = (name: string): Shown => ({
  title: 'There is no such execution',
  status: 404,
  content: html`<p>Nothing is known of <code>${name}</code>. AWS keeps the history of an execution for 90 days after its end.</p><p>${link('/executions', 'To the executions')}</p>`,
});

const noMachine: Shown = {
  title: 'There is no such state machine',
  status: 404,
  content: html`<p>The folder <code>statemachines/</code> has no file of this name.</p><p>${link('/machines', 'To the state machines')}</p>`,
};

const noMail: Shown = {
  title: 'There is no such mail',
  status: 404,
  content: html`<p>No mail has this id. Mails of a world that was begun afresh are gone with it.</p><p>${link('/mailbox', 'To the mailbox')} or ${link('/messages', 'to the messages')}</p>`,
};
