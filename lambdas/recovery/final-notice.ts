import type { Effect } from '../cases/effect.ts';
import { after, earliest, type Instant, parseInstant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { type Message, messageKey, parseMessage } from '../messaging/outbox.ts';
import { pauseAt } from './calendar.ts';
import type { Context } from './context.ts';
import { rungOf } from './policy.ts';
import { recoveryTask } from './tasks.ts';

export type Notice =
  /** It left at least a day ago, or the policy has none. */
  | { readonly kind: 'offered' }
  /** It cannot be delivered, or nobody knows whether it was: a person is told. */
  | { readonly kind: 'unheard'; readonly why: string }
  | { readonly kind: 'wait'; readonly until: Instant }
  /** Its day came before it left: a new one names a later day. */
  | { readonly kind: 'again'; readonly count: number };

/** Between the hand-over of the notice and the pause, and how long an unknown hand-over is waited for. */
const readingTime = { days: 1 } as const;

/** First notice and three more: held up for longer than that, it is a person's turn. */
const mostNotices = 4;

/** Invariant 7: no pause before the final notice was offered for delivery (docs/decisions/0007). */
export async function noticeOf(context: Context, { rows }: Pick<Ports, 'rows'>): Promise<Notice> {
  const keys = context.recovery.mails.filter((key) => key.endsWith('/last-attempt'));
  const key = keys.at(-1);
  if (!key)
    return rungOf(context.config, 'final')?.mail === 'last-attempt' ? { kind: 'again', count: 1 } : { kind: 'offered' };
  const item = await rows.get(messageKey(context.row.account, key));
  return item ? judged(parseMessage(item), keys.length, context) : { kind: 'again', count: keys.length + 1 };
}

/**
 * Dropped for what has passed since: its own day, or a goal that was met for a while (another invoice was paid, the
 * cancellation was taken back, a stopped case runs again).
 */
const passing: ReadonlySet<string> = new Set(['deadline', 'goal.met']);

function judged(message: Message, count: number, { now, recovery, ladder, config }: Context): Notice {
  const { sentAt, verdicts } = message;
  // In mail-to-me it went to our own people only.
  const status = message.status === 'SENT' && message.to === config.mailTo ? 'WOULD_SEND' : message.status;
  const last = verdicts.at(-1)?.reason ?? 'unknown';
  if (status === 'SENT') {
    const read = after(parseInstant(sentAt ?? message.due), readingTime);
    return now < read ? { kind: 'wait', until: read } : { kind: 'offered' };
  }
  if (status === 'DROPPED' && !passing.has(last)) return { kind: 'unheard', why: last };
  if (status === 'PENDING' || status === 'DROPPED' || status === 'WOULD_SEND')
    return count < mostNotices ? { kind: 'again', count: count + 1 } : { kind: 'unheard', why: last };
  const patience = after(pauseAt(recovery, ladder), readingTime);
  return now < patience
    ? { kind: 'wait', until: earliest(patience, after(now, { hours: 1 })) }
    : { kind: 'unheard', why: 'unknown' };
}

export const unheardTask = (why: string, context: Context): Effect[] =>
  recoveryTask('paused_without_notice', 'pause', context, {
    assignee: context.account?.owner?.email ?? context.config.people.operations ?? context.config.people.founder,
    facts: { invoice: context.recovery.lead, why },
  });
