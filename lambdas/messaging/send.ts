import { OutcomeUnknown, PermanentFailure, ServiceUnavailable, Throttled } from '../kernel/failures.ts';
import { after, before, type Instant, milliseconds, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Path } from '../kernel/rows.ts';
import { addressKey } from './address.ts';
import { confirmSlot, freeSlot, reserveSlot } from './address-book.ts';
import { isHeldBack } from './brake.ts';
import { composed, leaveToPerson } from './compose-mail.ts';
import type { OutgoingMail } from './mail-port.ts';
import { namedNow } from './open-amounts.ts';
import { endedList, type Message, messageDue, messageKey, parseMessage } from './outbox.ts';
import { deferred, drop, markUnknown, verdicts, type Waiting, write } from './rulings.ts';
import { goalFreshness, type Sending } from './sending.ts';
import { mayReach } from './stage-rule.ts';
import { refusedMailTask } from './tasks.ts';

const lease = { seconds: 60 } as const;
/** SES is called only with this much of the lease left: a slower worker's mail must not leave under an expired one. */
const leaseLeft = { seconds: 20 } as const;

/** Renders, reserves, leases, sends, records. True: something moved under us and the message has to be judged again. */
export async function send(sending: Sending, ports: Ports): Promise<boolean> {
  const named = await namedNow(sending, ports);
  return sendNamed(
    { ...sending, message: { ...sending.message, facts: named.facts, named: [...named.invoices] } },
    ports,
  );
}

async function sendNamed(sending: Sending, ports: Ports): Promise<boolean> {
  const { message, address } = sending;
  const mail = await composed(sending, ports);
  if (!mail) return false;
  if (message.mode === 'observe') return observed(message, mail, ports);
  if (!mayReach(mail.to, ports.stage, sending.config.allowList)) return withheld(message, ports);
  if (!(await reserveSlot(ports, address, slotOf(message)))) return true;
  const leased = await takeLease(message, mail.to, ports);
  if (!leased) return freed(sending, ports);
  return handOver(leased, mail, sending, ports);
}

/** The row keeps what was said, not what was true when it was queued. */
const saidIn = ({ facts, named }: Message): readonly (readonly [Path, unknown])[] =>
  named && named.length > 0
    ? [
        ['facts', facts],
        ['named', named],
      ]
    : [];

async function withheld(message: Message, ports: Ports): Promise<boolean> {
  await drop(message, 'stage.allow_list', ports);
  return false;
}

const slotOf = ({ key, class: kind, account, floorMs }: Message) => ({
  key,
  class: kind,
  ...(floorMs === undefined ? {} : { floor: account }),
});

/** Recorded in full, handed to nobody (invariant 11). */
async function observed(message: Message, mail: OutgoingMail, ports: Ports): Promise<boolean> {
  const at = toIso(ports.clock.now());
  const done = await write(
    message,
    {
      set: [
        ['status', 'WOULD_SEND'],
        ...saidIn(message),
        ['to', mail.to],
        ['sentAt', at],
        ['verdicts', verdicts(message, { at, verdict: 'would_send', reason: 'mode.observe' })],
        ...endedList(message, at),
      ],
      remove: ['duePk', 'dueSk'],
    },
    ports,
  );
  return done.kind === 'refused';
}

async function takeLease(message: Message, to: string, ports: Ports): Promise<Message | undefined> {
  const until = after(ports.clock.now(), lease);
  const resend = message.status === 'UNKNOWN';
  const written = await write(
    message,
    {
      set: [
        ['status', 'SENDING'],
        ...saidIn(message),
        ['to', to],
        ['lease', { id: `${message.key}@${message.version}`, until: toIso(until) }],
        ...messageDue(message.account, message.key, until),
      ],
      ...(resend ? { add: [['resends', 1] as const] } : {}),
    },
    ports,
  );
  return written.kind === 'done' ? parseMessage(written.item) : undefined;
}

async function freed({ message, recipient }: Sending, ports: Ports): Promise<boolean> {
  await freeSlot(ports, addressKey(recipient.email), message.key);
  return false;
}

const leaseUntil = (message: Message): number => Date.parse(message.lease?.until ?? message.due);

/** Too slow since the read or the lease: nothing has left, so the message simply goes back. */
const tooLate = (message: Message, goalReadAt: Instant, now: Instant): boolean =>
  goalReadAt < before(now, goalFreshness) || now + milliseconds(leaseLeft) > leaseUntil(message);

async function handOver(message: Message, mail: OutgoingMail, sending: Sending, ports: Ports): Promise<boolean> {
  if (tooLate(message, sending.goalReadAt, ports.clock.now())) return comeBack(message, sending, ports);
  const accepted = await ports.mail
    .send({ ...mail, notAfter: after(sending.goalReadAt, goalFreshness) })
    .catch((error: unknown) => notSent(error, message, sending, ports));
  // What goes wrong from here is trouble with our own rows: the mail is out, and must not be taken for one that is not.
  if (!accepted) return false;
  await recordSent(message, accepted.messageId, ports);
  await confirmSlot(ports, addressKey(sending.recipient.email), message.key);
  return false;
}

/** Also from UNKNOWN: what SES accepted is sent, however late we come to write it. */
async function recordSent(message: Message, messageId: string, ports: Ports): Promise<void> {
  const at = toIso(ports.clock.now());
  await ports.rows.update(messageKey(message.account, message.key), {
    set: [
      ['status', 'SENT'],
      ['messageId', messageId],
      ['sentAt', at],
      ['verdicts', verdicts(message, { at, verdict: 'sent', reason: 'accepted by SES' })],
      ...endedList(message, at),
    ],
    add: [['version', 1]],
    remove: ['duePk', 'dueSk'],
    if: { kind: 'equals', path: ['lease', 'id'], value: message.lease?.id },
  });
}

async function notSent(error: unknown, message: Message, sending: Sending, ports: Ports): Promise<undefined> {
  if (error instanceof OutcomeUnknown) await markUnknown(message, ports);
  else if (error instanceof Throttled) await comeBack(message, sending, ports);
  else if (error instanceof ServiceUnavailable) await waitForSes(error, message, sending, ports);
  else if (error instanceof PermanentFailure) await refused(error, message, sending, ports);
  else throw error;
}

async function refused(error: PermanentFailure, message: Message, sending: Sending, ports: Ports): Promise<void> {
  await freeSlot(ports, addressKey(sending.recipient.email), message.key);
  const { account, config } = sending;
  await leaveToPerson(refusedMailTask(message, error, account, config, ports.clock.now()), ports);
  await drop(message, 'refused', ports);
}

/** SES sends nothing for anybody at the moment, or somebody pulled the brake: nothing left, and the row says why it waits. */
async function waitForSes(error: ServiceUnavailable, message: Message, sending: Sending, ports: Ports): Promise<void> {
  const until = after(ports.clock.now(), { minutes: 3, seconds: message.key.length % 60 });
  const reason = isHeldBack(error) ? 'brake' : 'unavailable';
  ports.log.warn('mail waits', { template: message.template, key: message.key, reason });
  await comeBack(message, sending, ports, { until, reason });
}

/** Nothing left: back to where it was, after a pause that differs per message, at no cost of an attempt or of the one resend. */
async function comeBack(message: Message, { recipient }: Sending, ports: Ports, why?: Waiting): Promise<boolean> {
  await freeSlot(ports, addressKey(recipient.email), message.key);
  const now = ports.clock.now();
  const due = why?.until ?? after(now, { seconds: 5 + (message.key.length % 25) });
  const resend = message.resends > 0;
  await write(
    message,
    {
      set: [
        ['status', resend ? 'UNKNOWN' : 'PENDING'],
        ['due', toIso(due)],
        ...(why && message.verdicts.at(-1)?.reason !== why.reason
          ? [['verdicts', deferred(message, why, now)] as const]
          : []),
        ...messageDue(message.account, message.key, due),
      ],
      ...(resend ? { add: [['resends', -1] as const] } : {}),
      remove: ['lease'],
    },
    ports,
  );
  return false;
}
