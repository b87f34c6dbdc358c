import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Shown } from '../console/asked.ts';
import { link } from '../console/kit.ts';
import { page, type View } from '../console/layout.ts';
import { overviewPage } from '../console/overview.ts';
import { sourceRoutes } from '../console/source-routes.ts';
import { headers, onlyLocal, sameOrigin } from '../server/guards.ts';
import { stageBar } from './stage-bar.ts';
import { roundSeconds } from './stage-board.ts';
import type { StageSource } from './stage-source.ts';

/** The console of a deployed stage: the pages of the laptop without what only a world in this process has. */
export function createStageApp(source: StageSource): Hono {
  const app = new Hono();
  const framed = async (c: Context, shown: Shown | undefined): Promise<Response> =>
    shown
      ? c.html(page(await viewOf(source, c.req.path), shown.title, shown.content, shown.above), shown.status ?? 200)
      : c.notFound();
  app.use(headers);
  app.use(onlyLocal);
  app.use(sameOrigin);
  app.get('/', async (c) => framed(c, await overviewPage(source, [])));
  app.route(
    '/',
    sourceRoutes(() => source, framed),
  );
  app.notFound((c) => framed(c, nothingHere(c.req.path)) as Promise<Response>);
  return app;
}

async function viewOf(source: StageSource, path: string): Promise<View> {
  const { gaps } = await source.board();
  const { place } = source;
  const bar = stageBar({ place, freshness: source.freshness(), now: source.now(), gaps });
  return { place, path, bar, renewEvery: roundSeconds * 1000 };
}

const nothingHere = (path: string): Shown => ({
  title: 'There is no such page',
  status: 404,
  content: html`<p>Nothing is at <code>${path}</code>. Time, stories and webhooks are for the laptop: a stage has its own.</p><p>${link('/', 'To the overview')}</p>`,
});
