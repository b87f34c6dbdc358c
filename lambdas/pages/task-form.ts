import * as z from 'zod';
import { normalAddress } from '../kernel/ids.ts';
import { snoozeDays, type TaskAct } from '../tasks/acts.ts';
import { longestNote } from './kit.ts';

/** A browser sends line ends as CR LF, and counts each as one character. */
const written = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .pipe(z.string().max(longestNote));

const act = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('done'),
    result: z.enum(['done', 'saved', 'no_answer']),
    note: written.default(''),
  }),
  z.object({
    act: z.literal('snooze'),
    days: z
      .string()
      .transform(Number)
      .pipe(z.union(snoozeDays.map((days) => z.literal(days)))),
  }),
  z.object({ act: z.literal('not_a_fit'), reason: written.pipe(z.string().min(1)) }),
  z.object({ act: z.literal('assign'), to: z.string().transform(normalAddress) }),
]);

const seen = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

export type TaskForm =
  | { readonly kind: 'good'; readonly act: TaskAct; readonly seen: number }
  | { readonly kind: 'wrong'; readonly why: string };

/** What each form lacks when a browser sent it incomplete, or something else sent it. */
const needs: Readonly<Record<string, string>> = {
  done: `Say what came of it; a note has room for ${longestNote} characters.`,
  snooze: `Choose ${snoozeDays.join(', ')} days.`,
  not_a_fit: `Say in a few words why it is not a fit, in at most ${longestNote} characters.`,
  assign: 'Choose one of the people in the list.',
};

/** `people`: who a task can be handed to. */
export function readTaskForm(form: URLSearchParams, people: readonly string[]): TaskForm {
  const fields = Object.fromEntries(form);
  const [parsed, from] = [act.safeParse(fields), seen.safeParse(fields.seen)];
  const known = !parsed.success || parsed.data.act !== 'assign' || people.includes(parsed.data.to);
  if (parsed.success && from.success && known) return { kind: 'good', act: parsed.data, seen: from.data };
  const name = fields.act ?? '';
  return { kind: 'wrong', why: (Object.hasOwn(needs, name) && needs[name]) || 'Use one of the buttons on this page.' };
}
