import type { RetentionConfig } from '../kernel/config/index.ts';
import { after, type Instant, toIso } from '../kernel/instant.ts';
import { type Condition, type Item, ifAbsent } from '../kernel/rows.ts';
import type { Message } from './outbox.ts';

/** A mail that cannot be written truthfully becomes work for a person, once. */
export function missingFactTask(
  message: Message,
  fact: string,
  config: RetentionConfig,
  now: Instant,
): [Item, Condition] {
  const id = `${message.key}/no_fact`;
  const item = {
    pk: `A#${message.account}`,
    sk: `TASK#${id}`,
    entity: 'task',
    id,
    account: message.account,
    kind: 'no_fact',
    status: 'open',
    at: toIso(now),
    due: toIso(after(now, { days: 1 })),
    assignee: config.people.operations ?? config.people.founder,
    source: message.key,
    facts: { template: message.template, fact },
  };
  return [item, ifAbsent];
}
