import * as z from 'zod';
import type { Effect } from '../cases/effect.ts';
import { shardOf } from '../kernel/ids.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import type { Item, Key, Path } from '../kernel/rows.ts';

const iso = z.string().min(20);

export const verdictSchema = z.strictObject({
  at: iso,
  verdict: z.enum(['sent', 'deferred', 'dropped', 'would_send', 'unknown']),
  reason: z.string(),
  until: iso.optional(),
});

/** PENDING, SENDING under a lease, then one of the ends. An expired lease becomes UNKNOWN, never PENDING. */
export const messageSchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('message'),
  key: z.string(),
  account: z.string(),
  journey: z.string(),
  template: z.string(),
  class: z.enum(['service', 'lifecycle', 'internal']),
  facts: z.record(z.string(), z.unknown()),
  links: z.record(z.string(), z.record(z.string(), z.string())),
  /** Who it is for, by role; resolved when it is sent, since people and addresses change. */
  roles: z.array(z.string()),
  customer: z.string().optional(),
  /** Internal mail goes to this one of our own people; it needs no contact. */
  address: z.string().optional(),
  status: z.enum(['PENDING', 'SENDING', 'SENT', 'UNKNOWN', 'DROPPED', 'WOULD_SEND']),
  queuedAt: iso,
  notBefore: iso,
  due: iso,
  deadline: iso.optional(),
  quiet: z.enum(['nights', 'weekends', 'none']),
  /** The message goes only while this invoice is still open, by a read seconds before. */
  whileOpen: z.string().optional(),
  /** The message goes only while this case (its sort key) is open and not hushed. */
  whileCase: z.string().optional(),
  /** The message goes only while this task (its sort key) is open and its address is still the assignee's. */
  whileTask: z.string().optional(),
  /** The message goes only while this card has this date (`2026-11`): a renewed card expires no more. */
  whileCard: z.strictObject({ card: z.string(), month: z.string() }).optional(),
  /** Goes only if one of these was really sent; judged when none of them is on its way any more. */
  requires: z.array(z.string()).optional(),
  /** Milliseconds in which this account's reader gets one mail of this kind; absent: it neither waits nor counts. */
  floorMs: z.number().int().optional(),
  /** A person has let it go: one of the first mails of its template. */
  approved: z.strictObject({ by: z.string(), at: iso }).optional(),
  /** The words that person wrote instead. */
  edited: z.strictObject({ subject: z.string().min(1), text: z.string().min(1) }).optional(),
  /** The account is in the control group of the experiment this mail is measured by: never sent. */
  heldOut: z.literal(true).optional(),
  /** Goes unsaid where another case's mail of this kind has just named its invoice: one mail for both. */
  merges: z.boolean().optional(),
  /** The invoices it named when it left. */
  named: z.array(z.string()).optional(),
  /** The key of the mail that said it already. */
  saidBy: z.string().optional(),
  policy: z.string(),
  mode: z.enum(['observe', 'mail-to-me', 'live']),
  verdicts: z.array(verdictSchema),
  version: z.number().int(),
  lease: z.strictObject({ id: z.string(), until: iso }).optional(),
  resends: z.number().int(),
  to: z.string().optional(),
  messageId: z.string().optional(),
  sentAt: iso.optional(),
  duePk: z.string().optional(),
  dueSk: z.string().optional(),
  listPk: z.string().optional(),
  listSk: z.string().optional(),
});

export type Message = z.infer<typeof messageSchema>;
export type Verdict = z.infer<typeof verdictSchema>;

export const messageKey = (account: string, key: string): Key => ({ pk: `A#${account}`, sk: `MSG#${key}` });

export const parseMessage = (item: Item): Message => messageSchema.parse(item);

export const messageDue = (account: string, key: string, at: Instant): readonly (readonly [Path, unknown])[] => [
  ['duePk', `outbox#all#${shardOf(account)}`],
  ['dueSk', `${toIso(at)}#${account}#${key}`],
];

/** Where messages that came to an end are listed, newest last; one that still waits stands in the due index instead. */
export const endedList = (
  { account, key }: Pick<Message, 'account' | 'key'>,
  at: string,
): readonly (readonly [Path, unknown])[] => [
  ['listPk', `mail#${shardOf(account)}`],
  ['listSk', `${at}#${account}#${key}`],
];

export type Draft = Pick<
  Message,
  'key' | 'account' | 'journey' | 'template' | 'class' | 'facts' | 'links' | 'roles' | 'quiet' | 'policy' | 'mode'
> &
  Partial<
    Pick<
      Message,
      | 'customer'
      | 'address'
      | 'deadline'
      | 'whileOpen'
      | 'whileCase'
      | 'whileTask'
      | 'whileCard'
      | 'floorMs'
      | 'merges'
      | 'heldOut'
      | 'requires'
    >
  >;

/** A journey's whole part in a mail: a row under a deterministic key, and a word to the dispatcher. */
export function queueMail(draft: Draft, now: Instant, notBefore: Instant = now): Effect[] {
  const at = toIso(notBefore);
  const row = {
    ...draft,
    entity: 'message',
    status: 'PENDING',
    queuedAt: toIso(now),
    notBefore: at,
    due: at,
    verdicts: [],
    version: 1,
    resends: 0,
    ...Object.fromEntries(messageDue(draft.account, draft.key, notBefore)),
  };
  return [
    { kind: 'row', ...messageKey(draft.account, draft.key), item: row },
    { kind: 'announce', account: draft.account, key: draft.key, due: at },
  ];
}
