import type { Account } from '../accounts/account.ts';
import type { Effect } from '../cases/effect.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import type { PermanentFailure } from '../kernel/failures.ts';
import type { Instant } from '../kernel/instant.ts';
import { wordsOf } from '../kernel/log.ts';
import { newTask } from '../tasks/new-task.ts';
import type { Message } from './outbox.ts';
import type { Sending } from './sending.ts';

/** A mail that cannot be written truthfully becomes work for a person, once. */
export const missingFactTask = (
  message: Message,
  fact: string,
  account: Account | undefined,
  config: RetentionConfig,
  now: Instant,
): Effect[] =>
  mailTask(
    message,
    'no_fact',
    { id: 'no_fact', facts: { template: message.template, fact } },
    { account, config, now },
  );

/** Nothing about this reader stops the mail: the sender, the domain or the text is what SES does not take. */
export function refusedMailTask(
  message: Message,
  error: PermanentFailure,
  account: Account | undefined,
  config: RetentionConfig,
  now: Instant,
): Effect[] {
  const problem = `${wordsOf(error).why} (${String(error.facts.ses ?? error.name)})`;
  const facts = { template: message.template, problem };
  return mailTask(message, 'missing_config', { id: 'refused', facts }, { account, config, now });
}

/** Nobody of this account can be reached: once per failure, whichever of its mails found out (completions A1). */
export const noAddressTask = (
  message: Message,
  account: Account | undefined,
  config: RetentionConfig,
  now: Instant,
): Effect[] =>
  mailTask(
    { ...message, key: message.key.split('/').slice(0, 3).join('/') },
    'no_fact',
    { id: 'no_recipient', facts: { template: message.template, fact: 'an address: no contact, and none at Stripe' } },
    { account, config, now },
  );

/** The first mail of a template that waits asks for a person; those after it wait beside it. */
export const approvalTask = (
  { message, account, config }: Pick<Sending, 'message' | 'account' | 'config'>,
  now: Instant,
): Effect[] =>
  mailTask(
    message,
    'approve_mail',
    { id: 'approval', facts: { template: message.template } },
    { account, config, now },
  );

interface Circumstances {
  readonly account: Account | undefined;
  readonly config: RetentionConfig;
  readonly now: Instant;
}

function mailTask(
  message: Message,
  kind: 'no_fact' | 'missing_config' | 'approve_mail',
  { id: part, facts }: { readonly id: string; readonly facts: Readonly<Record<string, string>> },
  { account, config, now }: Circumstances,
): Effect[] {
  // A mail about a task makes no task about that mail: it would fail in the same way, and the task itself stays open.
  if (message.class === 'internal') return [];
  return newTask(
    {
      id: `${message.key}/${part}`,
      account: message.account,
      kind,
      source: message.key,
      assignee: config.people.operations ?? config.people.founder,
      facts: { ...facts },
      mode: message.mode,
    },
    { name: account?.name ?? message.account, config, policy: message.policy },
    now,
  );
}
