import type { MiddlewareHandler } from 'hono';
import { contentPolicy } from '../console/live.ts';

/** Pages load nothing from elsewhere and are kept by nobody. */
export const headers: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.get('content-type')?.startsWith('text/html')) return;
  if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', contentPolicy);
  c.res.headers.set('x-content-type-options', 'nosniff');
  c.res.headers.set('referrer-policy', c.res.headers.get('referrer-policy') ?? 'same-origin');
};

/** A page of another site open in the same browser must not move this world: its forms say where they come from. */
export const sameOrigin: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const host = c.req.header('host');
  const foreign = origin === undefined ? site === 'cross-site' : !URL.canParse(origin) || new URL(origin).host !== host;
  if (c.req.method === 'POST' && foreign) return c.text('forms are taken from the console’s own pages only', 403);
  return next();
};

const localName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * A name of somebody else's that points at this machine must not let their page read customers or press buttons (DNS
 * rebinding). Browsers always say which name they asked for.
 */
export const onlyLocal: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host');
  if (host === undefined || localName.test(host)) return next();
  return c.text('the console answers at localhost only', 403);
};
