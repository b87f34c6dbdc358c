import type { MailFacts } from '../../templates/catalog.ts';
import type { Effect } from '../cases/effect.ts';
import { localParts } from '../kernel/calendar.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { hash24 } from '../kernel/ids.ts';
import { type Instant, parseInstant } from '../kernel/instant.ts';
import { dayWords } from '../messaging/day-words.ts';
import { queueMail } from '../messaging/outbox.ts';
import { factLines, kindWords } from './kinds.ts';
import { type Task, taskKey } from './task.ts';

export type TaskNews = MailFacts<'internal/task'>['news'];

/** What a mail about a task says and follows beyond the task itself. */
export interface About {
  /** The account's name. */
  readonly name: string;
  readonly config: Pick<RetentionConfig, 'company'>;
  /** Hash of the policy the mail is sent under. */
  readonly policy: string;
}

export type Mailed = Pick<Task, 'id' | 'account' | 'kind' | 'assignee' | 'facts' | 'due' | 'mode'>;

/** `by` is who handed the task on. */
export interface News {
  readonly news: TaskNews;
  /** Tells this mail from others about the same task: at most one goes out per key. */
  readonly part: string;
  readonly by?: string;
}

/** The key is bounded: SES takes 192 bytes as a tag, and the id of a task may be longer. */
export const taskMailKey = (id: string, part: string): string => `internal/task/${hash24(id)}/${part}`;

export function taskMail(task: Mailed, { news, part, by }: News, about: About, now: Instant): Effect[] {
  const { account, id, mode } = task;
  const key = taskMailKey(id, part);
  return queueMail(
    {
      key,
      account,
      journey: 'internal',
      template: 'internal/task',
      class: 'internal',
      facts: factsOf(task, news, by, about, now),
      links: { task: { page: 'task', account, task: id, mail: key } },
      roles: [],
      address: task.assignee,
      whileTask: taskKey(account, id).sk,
      quiet: 'nights',
      policy: about.policy,
      mode,
    },
    now,
  );
}

function factsOf(task: Mailed, news: TaskNews, by: string | undefined, { name, config }: About, now: Instant) {
  const { what, todo, because } = kindWords(task.kind);
  const facts: Omit<MailFacts<'internal/task'>, 'name'> = {
    news,
    what,
    todo,
    because,
    account: name,
    due: whenWords(task.due, now, config.company.zone),
    facts: factLines(task.facts),
    by: by ?? null,
  };
  return facts;
}

/** "Wednesday 11 November, 10:00": our own people read the company's clock. */
export function whenWords(iso: string, now: Instant, zone: string): string {
  const at = parseInstant(iso);
  const { hour, minute } = localParts(at, zone);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${dayWords(at, now, { language: 'en', zone })}, ${two(hour)}:${two(minute)}`;
}
