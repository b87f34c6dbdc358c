import type { MiddlewareHandler } from 'hono';

const localName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** A name of somebody else's that points at this machine must not let their page read our customers (DNS rebinding). */
export const onlyLocal: MiddlewareHandler = async (c, next) => {
  if (localName.test(c.req.header('host') ?? '')) return next();
  return c.text('the console of a stage answers at localhost only', 403);
};
