import { userInfo } from 'node:os';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Shown } from '../console/asked.ts';
import { page } from '../console/layout.ts';
import { LocalSource } from '../console/local-source.ts';
import { overviewPage } from '../console/overview.ts';
import { sourceRoutes } from '../console/source-routes.ts';
import { answerTheApp } from './app-endpoint.ts';
import { headers, onlyLocal, sameOrigin } from './guards.ts';
import { happenedIn } from './happened.ts';
import type { Host } from './host.ts';
import { localActs } from './local-acts.ts';
import { opsRoutes } from './ops-routes.ts';
import { answerVisit } from './page-endpoint.ts';
import { storyRoutes } from './story-routes.ts';
import { takeWebhook } from './stripe-endpoint.ts';
import { stripePages } from './stripe-pages.ts';
import { timeRoutes } from './time-routes.ts';
import { viewFor } from './view.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** The console of one world. */
export function createApp(host: Host): Hono {
  const app = new Hono();
  const source = new LocalSource(host.world, localActs(host, userInfo().username));
  const framed = (c: Context, shown: Shown | undefined) =>
    shown ? c.html(page(viewFor(c, host), shown.title, shown.content, shown.above), shown.status ?? 200) : c.notFound();
  app.use(headers);
  // Programs post here, each with its own proof: Stripe's signature, JSON from this machine.
  app.post('/webhooks/stripe', (c) => host.act(() => takeWebhook(c, host)));
  app.route('/ops', opsRoutes(host));
  // The link is the proof, and its page tells no site where a form comes from: not even this one.
  app.on(['GET', 'POST'], '/p/:purpose/:token', (c) => host.act(() => answerVisit(c, host)));
  // The token is the proof; a page of another origin may read the answer where the configuration says so.
  app.on(['GET', 'OPTIONS'], ['/banner', '/v1/access'], (c) => host.act(() => answerTheApp(c, host)));
  app.get('/banner.js', (c) => host.act(() => answerTheApp(c, host)));
  app.use(onlyLocal);
  app.use(sameOrigin);
  app.route('/stripe', stripePages(host));
  app.get('/', async (c) => framed(c, await overviewPage(source, happenedIn(host.world))));
  app.route(
    '/',
    sourceRoutes(() => source, framed),
  );
  app.route('/time', timeRoutes(host));
  app.route('/stories', storyRoutes(host));
  app.route('/webhooks', webhookRoutes(host));
  app.notFound((c) =>
    c.html(
      page(viewFor(c, host), 'There is no such page', html`<p>Nothing is at <code>${c.req.path}</code>.</p>`),
      404,
    ),
  );
  return app;
}
