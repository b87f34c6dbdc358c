import { type Context, Hono } from 'hono';
import { Failure } from '../../lambdas/kernel/failures.ts';
import { issueWords, wordsOf } from '../../lambdas/kernel/log.ts';
import { commandSchema } from '../ops/command.ts';
import { type ActAsked, actPage, donePage, readOnlyPage } from './act-form.ts';
import { type Act, type Acts, isAct } from './acts.ts';
import type { Shown } from './asked.ts';
import { formToken, readOnly, stale } from './form-token.ts';
import type { ConsoleSource } from './source.ts';

export type Show = (c: Context, shown: Shown | undefined) => Response | Promise<Response>;

/**
 * The acts of a person. A GET shows what would be done and asks why; only a POST does it, from a form of this process (its
 * token is new at every start) that the browser says comes from this page.
 */
export function actRoutes(source: () => ConsoleSource, show: Show): Hono {
  const app = new Hono();
  const token = formToken.value;
  app.get('/:act', async (c) => {
    const { acts } = source();
    if (!acts) return show(c, readOnlyPage(readOnly));
    return show(c, await form(source(), acts, askedIn(c, c.req.query()), token));
  });
  app.post('/:act', async (c) => {
    const { acts } = source();
    const fields = await c.req.parseBody();
    if (!acts) return show(c, readOnlyPage(readOnly));
    if (!formToken.isOurs(String(fields.token ?? ''))) return show(c, readOnlyPage(stale));
    return perform(c, source(), acts, askedIn(c, fields), token, show);
  });
  return app;
}

function askedIn(c: Context, fields: Readonly<Record<string, unknown>>): ActAsked {
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  const policy = text('policy') === 'current' ? 'current' : 'own';
  return {
    act: c.req.param('act') ?? '',
    account: text('account'),
    subject: text('subject'),
    policy,
    why: text('why'),
  };
}

const form = async (source: ConsoleSource, acts: Acts, asked: ActAsked, token: string, mistake?: string) =>
  actPage({
    asked,
    board: await source.board(),
    who: acts.who,
    token,
    ...(mistake === undefined ? {} : { mistake }),
  });

async function perform(
  c: Context,
  source: ConsoleSource,
  acts: Acts,
  asked: ActAsked,
  token: string,
  show: Show,
): Promise<Response> {
  const again = async (mistake: string) => show(c, await form(source, acts, asked, token, mistake));
  if (asked.why.trim() === '') return again('Say why: the next person who looks at this asks it.');
  const act = actOf(asked, acts.who);
  if ('mistake' in act) return again(act.mistake);
  try {
    return await show(c, donePage(asked, await acts.perform(act.act)));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return again(`Nothing was done: ${wordsOf(error).why}.`);
  }
}

function actOf(asked: ActAsked, who: string): { readonly act: Act } | { readonly mistake: string } {
  const { act: command, account, subject, policy, why } = asked;
  const fields = { ...(account === '' ? {} : { account }), ...(subject === '' ? {} : { subject }) };
  const parsed = commandSchema.safeParse({
    command,
    ...fields,
    who,
    why,
    ...(command === 'restart' ? { policy } : {}),
  });
  if (!parsed.success) return { mistake: `The form has a ${issueWords(parsed.error.issues)}.` };
  return isAct(parsed.data) ? { act: parsed.data } : { mistake: 'This is no act.' };
}
