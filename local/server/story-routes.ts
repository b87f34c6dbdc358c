import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { executionPage } from '../console/execution-shown.ts';
import { link, path } from '../console/kit.ts';
import { page } from '../console/layout.ts';
import { LocalSource } from '../console/local-source.ts';
import { type StoryDraft, storyForm } from '../console/stories/form.ts';
import { storyLibrary } from '../console/stories/library.ts';
import { storyOutcome } from '../console/stories/outcome.ts';
import { PlayedStories } from '../console/stories/played-stories.ts';
import { playWorld } from '../scenario/play.ts';
import { parseStory, readStory } from '../scenario/read-story.ts';
import { StoryError } from '../scenario/story-error.ts';
import type { Host } from './host.ts';
import { viewFor } from './view.ts';

/** A played story holds up this console while it runs: a year is seconds, ten are not. */
const longest = 400;

export function storyRoutes(host: Host): Hono {
  const app = new Hono();
  const played = new PlayedStories();
  const form = (c: Context, draft: StoryDraft, status: 200 | 400) =>
    c.html(page(viewFor(c, host), 'Stories', storyForm(draft, storyLibrary(), played.all)), status);
  app.get('/', (c) => form(c, { text: loaded(c, played), mistakes: [] }, 200));
  app.post('/', async (c) => {
    const text = String((await c.req.parseBody()).story ?? '');
    try {
      const { id } = played.add({ text, ...(await play(text)) });
      return c.redirect(`/stories/played/${id}`, 303);
    } catch (error) {
      if (error instanceof StoryError) return form(c, { text, mistakes: error.mistakes }, 400);
      throw error;
    }
  });
  app.get('/played/:id', (c) => {
    const found = played.find(c.req.param('id'));
    if (!found) return c.html(page(viewFor(c, host), 'That story is gone', gone), 404);
    const above = html`${link('/stories', 'Stories')} › played`;
    return c.html(page(viewFor(c, host), found.report.name, storyOutcome(found), above));
  });
  app.get('/played/:id/report.json', (c) => {
    const found = played.find(c.req.param('id'));
    return found ? c.json(found.report) : c.notFound();
  });
  app.get('/played/:id/executions/:name', async (c) => {
    const found = played.find(c.req.param('id'));
    const shown = found && (await executionPage(new LocalSource(found.world), c.req.param('name')));
    if (!found || !shown) return c.html(page(viewFor(c, host), 'That story is gone', gone), 404);
    const above = html`${link('/stories', 'Stories')} › ${link(path('stories/played', found.id), found.report.name)}`;
    return c.html(page(viewFor(c, host), shown.title, shown.content, above));
  });
  return app;
}

const gone = html`<p>Only the last few played stories are kept, and only while the console runs. ${link('/stories', 'Play it again')}.</p>`;

async function play(text: string): ReturnType<typeof playWorld> {
  const story = readStory(parseStory(text));
  const days = Math.ceil((story.end - story.start) / 86_400_000);
  if (days > longest) {
    throw new StoryError([`days: got ${days}, here at most ${longest}: play a longer one with npm run scenario`]);
  }
  return playWorld(story);
}

/** The story asked for, else the one of the README. */
function loaded(c: Context, played: PlayedStories): string {
  const again = played.find(c.req.query('again') ?? '');
  if (again) return again.text;
  const library = storyLibrary();
  const asked = library.find(({ id }) => id === (c.req.query('load') ?? 'two-mails-then-paid'));
  return asked?.text ?? library[0]?.text ?? '';
}
