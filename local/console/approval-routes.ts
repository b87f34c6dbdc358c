import { Hono } from 'hono';
import { messageKey } from '../../lambdas/messaging/outbox.ts';
import { readOnlyPage } from './act-form.ts';
import type { Show } from './act-routes.ts';
import { readApproval } from './approval-form.ts';
import { messageRef } from './board.ts';
import { formToken, readOnly, stale } from './form-token.ts';
import { path } from './kit.ts';
import { mailPage } from './mailbox.ts';
import type { ConsoleSource } from './source.ts';

/** Lets one of the first mails of a template go, in its own words or in those of the person who read it. */
export function approvalRoutes(source: () => ConsoleSource, show: Show): Hono {
  const app = new Hono();
  app.post('/approve', async (c) => {
    const { acts } = source();
    const form = new URLSearchParams(await c.req.text());
    if (!acts) return show(c, readOnlyPage(readOnly));
    if (!formToken.isOurs(form.get('token') ?? '')) return show(c, readOnlyPage(stale));
    const name = { account: form.get('account') ?? '', key: form.get('key') ?? '' };
    const id = messageRef(name);
    const [mail, row] = [await source().mail(id), await source().row(messageKey(name.account, name.key))];
    if (!mail || !row) return c.notFound();
    const again = async (mistake: string) => show(c, (await mailPage(source(), id, mistake)) ?? readOnlyPage(mistake));
    const read = readApproval(form, mail);
    if (read.kind === 'wrong') return again(read.why);
    const done = await acts.onMail(name, read.approval, Number(form.get('version')));
    if (done === 'moved') return again('Nothing was done: the mail has changed meanwhile, or has left.');
    return done === 'gone' ? c.notFound() : c.redirect(path('mailbox', id), 303);
  });
  return app;
}
