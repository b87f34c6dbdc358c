import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { page } from '../console/layout.ts';
import * as accountPages from './account-pages.ts';
import * as executionPages from './execution-pages.ts';
import { headers, sameOrigin } from './guards.ts';
import type { Host } from './host.ts';
import type { Html } from './layout.ts';
import { opsRoutes } from './ops-routes.ts';
import { answerVisit } from './page-endpoint.ts';
import * as pages from './pages.ts';
import { storyRoutes } from './story-routes.ts';
import { takeWebhook } from './stripe-endpoint.ts';
import { timeRoutes } from './time-routes.ts';
import { viewFor } from './view.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** The console of one world. */
export function createApp(host: Host): Hono {
  const app = new Hono();
  const show = (c: Context, content: Html | undefined) => (content ? c.html(content) : c.notFound());
  app.use(headers);
  // Programs post here, each with its own proof: Stripe's signature, JSON from this machine.
  app.post('/webhooks/stripe', (c) => host.act(() => takeWebhook(c, host)));
  app.route('/ops', opsRoutes(host));
  app.use(sameOrigin);
  app.get('/', (c) => c.html(pages.overview(host)));
  app.get('/executions', (c) => c.html(executionPages.executions(host)));
  app.get('/executions/:name', (c) => show(c, executionPages.execution(host, c.req.param('name'))));
  app.get('/mailbox', (c) => c.html(pages.mailbox(host)));
  app.get('/mailbox/:id', (c) => show(c, pages.mail(host, c.req.param('id'))));
  app.get('/accounts', (c) => c.html(accountPages.accounts(host)));
  app.get('/accounts/:id', (c) => show(c, accountPages.account(host, c.req.param('id'))));
  app.route('/time', timeRoutes(host));
  app.route('/stories', storyRoutes(host));
  app.route('/webhooks', webhookRoutes(host));
  app.on(['GET', 'POST'], '/p/:purpose/:token', (c) => host.act(() => answerVisit(c, host)));
  app.notFound((c) =>
    c.html(
      page(viewFor(c, host), 'There is no such page', html`<p>Nothing is at <code>${c.req.path}</code>.</p>`),
      404,
    ),
  );
  return app;
}
