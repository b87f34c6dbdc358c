import { after, type Instant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Change, Written } from '../kernel/rows.ts';
import { announce } from './announce.ts';
import type { Reason } from './arbiter.ts';
import { endedList, type Message, messageDue, messageKey, type Verdict } from './outbox.ts';

type Store = Pick<Ports, 'rows' | 'clock' | 'queues' | 'log'>;

/** A change of the message as it was read: two dispatchers of one row cannot both write. */
export const since = (message: Message, change: Change): Change => ({
  ...change,
  add: [...(change.add ?? []), ['version', 1]],
  if: { kind: 'equals', path: 'version', value: message.version },
});

export const write = (message: Message, change: Change, { rows }: Pick<Ports, 'rows'>): Promise<Written> =>
  rows.update(messageKey(message.account, message.key), since(message, change));

export const verdicts = (message: Message, verdict: Verdict): Verdict[] => [...message.verdicts, verdict].slice(-20);

/** One verdict per change of mind: a message that waits for the same thing still has said so already. */
function withVerdict(message: Message, verdict: Verdict): Verdict[] {
  const last = message.verdicts.at(-1);
  const same = last?.verdict === verdict.verdict && last.reason === verdict.reason;
  return same && last.until === verdict.until ? message.verdicts : verdicts(message, verdict);
}

export interface Waiting {
  readonly reason: Reason;
  readonly until: Instant;
}

export const deferred = (message: Message, { reason, until }: Waiting, now: Instant): Verdict[] =>
  withVerdict(message, { at: toIso(now), verdict: 'deferred', reason, until: toIso(until) });

export async function defer(message: Message, reason: Reason, until: Instant, store: Store): Promise<void> {
  await write(
    message,
    {
      set: [
        ['due', toIso(until)],
        ['verdicts', deferred(message, { reason, until }, store.clock.now())],
        ...messageDue(message.account, message.key, until),
      ],
    },
    store,
  );
  await announce(store, message.account, message.key, until);
}

export async function drop(message: Message, reason: Reason, store: Store, saidBy?: string): Promise<void> {
  const at = toIso(store.clock.now());
  store.log.info('mail dropped', { template: message.template, key: message.key, reason });
  await write(
    message,
    {
      set: [
        ['status', 'DROPPED'],
        ['verdicts', verdicts(message, { at, verdict: 'dropped', reason })],
        ...(saidBy === undefined ? [] : [['saidBy', saidBy] as const]),
        ...endedList(message, at),
      ],
      remove: ['duePk', 'dueSk', 'lease'],
    },
    store,
  );
}

/** The lease ran out and nobody wrote what SES said. It is never PENDING again: the mail may be on its way. */
export async function markUnknown(message: Message, store: Store): Promise<void> {
  const now = store.clock.now();
  const due = after(now, { minutes: 15 });
  await write(
    message,
    {
      set: [
        ['status', 'UNKNOWN'],
        ['due', toIso(due)],
        [
          'verdicts',
          verdicts(message, { at: toIso(now), verdict: 'unknown', reason: 'no answer from SES was recorded' }),
        ],
        ...messageDue(message.account, message.key, due),
      ],
    },
    store,
  );
}

/** Resent once already, or not of the class that may be: it stays UNKNOWN, and leaves the due index. */
export async function giveUpUnknown(message: Message, store: Store): Promise<void> {
  const ended = endedList(message, toIso(store.clock.now()));
  await write(message, { set: ended, remove: ['duePk', 'dueSk'] }, store);
}
