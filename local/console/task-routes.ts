import { Hono } from 'hono';
import { readTaskForm } from '../../lambdas/pages/task-form.ts';
import { readOnlyPage } from './act-form.ts';
import type { Show } from './act-routes.ts';
import { formToken, readOnly, stale } from './form-token.ts';
import type { ConsoleSource } from './source.ts';
import { taskPage, taskPath } from './task-page.ts';

/** One task, and what a person does with it: through the functions the pages of task mails use. */
export function taskRoutes(source: () => ConsoleSource, show: Show): Hono {
  const app = new Hono();
  app.get('/one', async (c) => {
    const { account = '', id = '' } = c.req.query();
    return show(c, await taskPage(source(), { asked: { account, id }, token: formToken.value }));
  });
  app.post('/one', async (c) => {
    const { acts } = source();
    const form = new URLSearchParams(await c.req.text());
    const asked = { account: form.get('account') ?? '', id: form.get('id') ?? '' };
    if (!acts) return show(c, readOnlyPage(readOnly));
    if (!formToken.isOurs(form.get('token') ?? '')) return show(c, readOnlyPage(stale));
    const again = async (mistake: string) =>
      show(c, await taskPage(source(), { asked, token: formToken.value, mistake }));
    const read = readTaskForm(form, acts.people);
    if (read.kind === 'wrong') return again(read.why);
    if (read.act.act === 'done' && read.act.note === '') return again('Say in words what came of it.');
    const acted = await acts.onTask(asked, read.act, read.seen);
    if (acted.kind === 'moved') return again('Nothing was done: somebody has changed the task meanwhile.');
    return acted.kind === 'gone' ? c.notFound() : c.redirect(taskPath(asked), 303);
  });
  return app;
}
