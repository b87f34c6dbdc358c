import type { RetentionConfig } from '../kernel/config/index.ts';
import type { PermanentFailure } from '../kernel/failures.ts';
import { shardOf } from '../kernel/ids.ts';
import { after, type Instant, toIso } from '../kernel/instant.ts';
import { wordsOf } from '../kernel/log.ts';
import { type Condition, type Item, ifAbsent } from '../kernel/rows.ts';
import type { Message } from './outbox.ts';

/** Open tasks stand in the due index by their deadline; closing one takes it out (design §7). */
export const taskDue = (account: string, id: string, due: string): { duePk: string; dueSk: string } => ({
  duePk: `task#all#${shardOf(account)}`,
  dueSk: `${due}#${account}#${id}`,
});

/** A mail that cannot be written truthfully becomes work for a person, once. */
export const missingFactTask = (message: Message, fact: string, config: RetentionConfig, now: Instant) =>
  mailTask(message, 'no_fact', { id: 'no_fact', facts: { template: message.template, fact } }, config, now);

/** Nothing about this reader stops the mail: the sender, the domain or the text is what SES does not take. */
export const refusedMailTask = (message: Message, error: PermanentFailure, config: RetentionConfig, now: Instant) => {
  const problem = `${wordsOf(error).why} (${String(error.facts.ses ?? error.name)})`;
  return mailTask(
    message,
    'missing_config',
    { id: 'refused', facts: { template: message.template, problem } },
    config,
    now,
  );
};

function mailTask(
  message: Message,
  kind: 'no_fact' | 'missing_config',
  { id: part, facts }: { readonly id: string; readonly facts: Readonly<Record<string, string>> },
  config: RetentionConfig,
  now: Instant,
): [Item, Condition] {
  const id = `${message.key}/${part}`;
  const due = toIso(after(now, { days: 1 }));
  const item = {
    pk: `A#${message.account}`,
    sk: `TASK#${id}`,
    entity: 'task',
    id,
    account: message.account,
    kind,
    status: 'open',
    at: toIso(now),
    due,
    assignee: config.people.operations ?? config.people.founder,
    source: message.key,
    facts,
    ...taskDue(message.account, id, due),
  };
  return [item, ifAbsent];
}
