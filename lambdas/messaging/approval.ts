import * as z from 'zod';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Change, Key } from '../kernel/rows.ts';
import { announce } from './announce.ts';
import type { Edited } from './edited.ts';
import { type Message, messageDue, messageKey, parseMessage } from './outbox.ts';
import { drop, write } from './rulings.ts';

const approvalsSchema = z.looseObject({ approved: z.number().int().default(0) });

/** One row per template: how many were let go, and whether a person was asked. */
export const approvalsKey = (template: string): Key => ({ pk: `APPROVAL#${template}`, sk: 'APPROVAL' });

/** How many mails of this template a person has let go. */
export async function approvedSoFar(template: string, { rows }: Pick<Ports, 'rows'>): Promise<number> {
  const row = await rows.get(approvalsKey(template));
  return row ? approvalsSchema.parse(row).approved : 0;
}

/**
 * The first mails of each template to real customers wait for a person (completions N5, config `approve`): words that are
 * wrong are wrong once and not a thousand times. Where the stage is not live, mail reaches an allow-list only.
 */
export async function needsApproval(
  message: Message,
  { approve }: Pick<RetentionConfig, 'approve'>,
  ports: Pick<Ports, 'rows' | 'stage'>,
): Promise<boolean> {
  const real = ports.stage.livemode && message.mode === 'live' && message.class !== 'internal';
  if (!real || approve === 0 || message.approved) return false;
  return (await approvedSoFar(message.template, ports)) < approve;
}

export type Approval = { readonly kind: 'send'; readonly edited?: Edited } | { readonly kind: 'drop' };

export type Approved = 'done' | 'moved' | 'gone';

/**
 * A person has read the mail and lets it go, in its own words or in theirs, or says that it is not to be sent.
 * `version` is that of the row they looked at: what has changed since is not decided by an old page.
 */
export async function decideApproval(
  { account, key }: Pick<Message, 'account' | 'key'>,
  { by, approval, version }: { readonly by: string; readonly approval: Approval; readonly version: number },
  ports: Pick<Ports, 'rows' | 'clock' | 'queues' | 'log'>,
): Promise<Approved> {
  const item = await ports.rows.get(messageKey(account, key));
  if (!item) return 'gone';
  const message = parseMessage(item);
  if (message.version !== version || message.status !== 'PENDING') return 'moved';
  if (approval.kind === 'drop') {
    await drop(message, 'not_approved', ports);
    return 'done';
  }
  const now = ports.clock.now();
  const written = await write(message, released(message, by, approval.edited, now), ports);
  if (written.kind === 'refused') return 'moved';
  // A crash before this line asks for one approval more, never for one less.
  await ports.rows.update(approvalsKey(message.template), {
    add: [['approved', 1]],
    set: [
      ['entity', 'approval'],
      ['template', message.template],
    ],
  });
  await announce(ports, account, key, now);
  return 'done';
}

const released = ({ account, key }: Message, by: string, edited: Edited | undefined, now: Instant): Change => ({
  set: [
    ['approved', { by, at: toIso(now) }],
    ...(edited ? [['edited', edited] as const] : []),
    ['due', toIso(now)],
    ...messageDue(account, key, now),
  ],
});
