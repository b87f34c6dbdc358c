import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { after, type Instant, instant, parseInstant } from '../../lambdas/kernel/instant.ts';
import { speeds } from '../console/clock-bar.ts';
import { page } from '../console/layout.ts';
import { nextHappening } from '../console/next-happening.ts';
import type { Host } from './host.ts';
import { viewOf } from './view.ts';

/** The buttons of the clock. */
export function timeRoutes(host: Host): Hono {
  const app = new Hono();
  app.post('/:to', (c) => host.act(() => moveTime(c, host)));
  return app;
}

async function moveTime(c: Context, host: Host): Promise<Response> {
  const to = c.req.param('to') ?? '';
  if (host.pace.kind === 'wall') return c.text(host.pace.why, 409);
  if (to === 'play') return play(c, host);
  if (to !== 'pause') return jump(c, host, to);
  host.pause();
  return c.redirect(pageBefore(c), 303);
}

async function play(c: Context, host: Host): Promise<Response> {
  const { speed: name } = await c.req.parseBody();
  const chosen = speeds.find((one) => one.name === name);
  if (!chosen) return refuse(c, host, `A speed is one of ${speeds.map((one) => one.name).join(', ')}.`);
  host.play(chosen.speed);
  return c.redirect(pageBefore(c), 303);
}

/** Where the button stood; never another site, nor the answer to a wrong date. */
function pageBefore(c: Context): string {
  const from = c.req.header('referer') ?? '';
  const url = URL.canParse(from) ? new URL(from) : undefined;
  const known = /^\/(executions|mailbox|accounts|messages|tasks|machines|webhooks)(\/[^/]+)?$/;
  return url && url.host === c.req.header('host') && known.test(url.pathname) ? `${url.pathname}${url.search}` : '/';
}

/** More than any journey lasts; a slip in the year must not keep the console busy for hours. */
const farthest = { days: 400 };

async function jump(c: Context, host: Host, to: string): Promise<Response> {
  const form = await c.req.parseBody();
  const now = host.world.simulator.now();
  const until = target(host, to, String(form.date ?? ''));
  if (until === undefined) return refuse(c, host, 'A date is written like 2026-11-10 or 2026-11-10T15:00, in UTC.');
  if (until < now) return refuse(c, host, 'Time only moves forward: choose a later date.');
  if (until > after(now, farthest)) {
    return refuse(c, host, `That is too far for one jump: choose a date within ${farthest.days} days.`);
  }
  await host.jump(until);
  return c.redirect(pageBefore(c), 303);
}

const refuse = (c: Context, host: Host, why: string): Response | Promise<Response> =>
  c.html(page(viewOf(host, '/time'), 'Time did not move', html`<p class="notice bad">${why}</p>`), 400);

function target({ world }: Host, to: string, date: string): Instant | undefined {
  const now = world.simulator.now();
  if (to === 'hour') return after(now, { hours: 1 });
  if (to === 'day') return after(now, { days: 1 });
  if (to === 'next') return instant(Math.max(nextHappening(world)?.due ?? now, now));
  return to === 'date' ? dateOf(date, now) : undefined;
}

/** A day alone means its end. The minute the clock stands in means now: the field is filled with it. */
function dateOf(date: string, now: Instant): Instant | undefined {
  const minute = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(date);
  try {
    const at = parseInstant(minute ? `${date}:00Z` : `${date}T23:59:59Z`);
    return minute && at < now && now - at < 60_000 ? now : at;
  } catch {
    return undefined;
  }
}
