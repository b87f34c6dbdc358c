import { Conflict } from '../kernel/failures.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { addressKey } from './address.ts';
import { confirmSlot, softBounce, suppress } from './address-book.ts';
import { readTagValue } from './mime.ts';
import { endedList, messageKey, parseMessage } from './outbox.ts';
import { verdicts } from './rulings.ts';

export interface MailEvent {
  readonly eventType: string;
  readonly mail: {
    readonly messageId: string;
    readonly destination: readonly string[];
    readonly tags: Readonly<Record<string, readonly string[]>>;
  };
  readonly bounce?: { readonly bounceType: string } | undefined;
}

/** A bounce or complaint counts for the address, whatever message it was; any event proves that SES took the mail. */
export async function takeInMailEvent(event: MailEvent, ports: Ports): Promise<void> {
  const [email] = event.mail.destination;
  if (email) await aboutAddress(email, event, ports);
  const account = event.mail.tags.account?.[0];
  const key = event.mail.tags.key?.[0];
  if (account && key && event.eventType !== 'Reject')
    await proveSent(readTagValue(account), readTagValue(key), event, ports);
}

async function aboutAddress(email: string, { eventType, bounce, mail }: MailEvent, ports: Ports): Promise<void> {
  if (eventType === 'Complaint') return suppress(ports, email, 'complaint', mail.messageId);
  if (eventType !== 'Bounce') return;
  if (bounce?.bounceType === 'Permanent') return suppress(ports, email, 'bounce', mail.messageId);
  return softBounce(ports, email);
}

/** The only thing that resolves UNKNOWN: SES speaks of our message, so it was accepted. */
async function proveSent(account: string, key: string, event: MailEvent, ports: Ports, tries = 5): Promise<void> {
  const { mail } = event;
  const item = await ports.rows.get(messageKey(account, key));
  if (!item) return;
  const message = parseMessage(item);
  if (message.status !== 'UNKNOWN' && message.status !== 'SENDING') return;
  const at = toIso(ports.clock.now());
  const written = await ports.rows.update(messageKey(account, key), {
    set: [
      ['status', 'SENT'],
      ['messageId', mail.messageId],
      ['sentAt', message.sentAt ?? at],
      ['verdicts', verdicts(message, { at, verdict: 'sent', reason: 'SES reported on it' })],
      ...endedList(message, message.sentAt ?? at),
    ],
    add: [['version', 1]],
    remove: ['duePk', 'dueSk'],
    if: { kind: 'equals', path: 'version', value: message.version },
  });
  // The lease ran out at the same moment: the proof must not be lost, or the mail goes out a second time.
  if (written.kind === 'refused') {
    if (tries === 1) throw new Conflict(`message ${key} moved under every try: the event comes back`);
    return proveSent(account, key, event, ports, tries - 1);
  }
  if (message.to) await confirmSlot(ports, addressKey(message.to), key);
}
