import { formatMoney } from '../../lambdas/kernel/money.ts';
import type { MessageLine } from './board.ts';
import type { Mood } from './kit.ts';

type Sentences = Readonly<Record<string, string>>;

/** `past_due` is a code, "past due" a word. */
export const plain = (code: unknown): string =>
  code === undefined || code === null ? '' : String(code).replaceAll('_', ' ');

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** An amount as people write it; '' for what is none. */
export function money(value: unknown): string {
  const { amount, currency }: { amount?: unknown; currency?: unknown } = Object(value);
  return typeof amount === 'number' && typeof currency === 'string' ? formatMoney({ amount, currency }) : '';
}

/** Why a message waits or was dropped: every code of the contract (scenario format, withheld.reason) has its sentence. */
export const withheldReasons: Sentences = {
  'suppressed.bounce': 'The address does not exist: an earlier mail to it bounced.',
  'suppressed.complaint': 'The reader marked an earlier mail as spam. Only a person may lift that.',
  'suppressed.soft': 'The mailbox turned away several mails in a row, so it rests for 14 days.',
  'consent.topic': 'The reader unsubscribed from mails about this topic.',
  'consent.all': 'The reader unsubscribed from everything but service mail.',
  'consent.basis': 'Nobody has recorded that this reader may be written to about this.',
  'goal.met': 'What the mail asks for has happened already, or is being looked up.',
  'exclusion.save': 'A save case is open: nothing is sold or celebrated until it is closed.',
  'exclusion.signal': 'A critical signal is open for this account: only what helps is sent.',
  'exclusion.recovery': 'A payment is being recovered: mails on other matters wait until it is settled.',
  'exclusion.paused': 'The plan is paused: only service mail and the way back are sent.',
  'exclusion.trial': 'The account is on trial: this mail is for paying customers.',
  'exclusion.churned': 'The account has left: only service and win-back mail is sent.',
  'exclusion.incident': 'An incident is open for this account: nothing cheerful leaves meanwhile.',
  'reply.active': 'The reader has answered an earlier mail, and a person is in conversation with them.',
  'cap.24h': 'The reader has had their mail for these 24 hours.',
  'cap.7d': 'The reader has had their mails for these seven days.',
  'cap.30d': 'The reader has had their mails for these 30 days.',
  'quiet.night': 'It is night where the reader is.',
  'quiet.weekend': 'It is the weekend where the reader is.',
  priority: 'A more important mail to the same reader goes first.',
  deadline: 'Its time was over before it could leave: what it says would not be true any more.',
  brake: 'Everything is paused: no mail and no charge leaves until it is resumed.',
  holdout: 'The account is in a control group: what the mail achieves is measured against those who get none.',
  no_fact: 'A fact the text needs is missing. A task asks a person for it.',
  no_recipient: 'Nobody of this account has an address for this mail.',
  duplicate: 'The same was said already in another mail.',
  'mode.observe': 'Observe mode: it was written as it would be sent, and handed to nobody.',
  'hold.account': 'A person has put this account on hold.',
  'policy.off': 'The configuration has this mail switched off.',
  // Beyond the contract: what a person decided, and what SES itself may say.
  approval: 'It is one of the first mails of its kind to real customers and waits for a person to read it.',
  not_approved: 'A person read it before it left and did not want it sent.',
  unavailable: 'The mail service takes nothing at the moment; it is tried again.',
  refused: 'The mail service refused this mail for good, because of its sender or text; the reader is not why.',
};

export const reasonSentence = (code: string): string =>
  withheldReasons[code] ?? `Its reason is "${code}", which this console has no sentence for.`;

/** What became of a message, and where it belongs among the filters. */
const standings: Readonly<Record<string, readonly [Mood, string]>> = {
  SENT: ['good', 'sent'],
  WOULD_SEND: ['quiet', 'would be sent'],
  DROPPED: ['bad', 'dropped'],
  SENDING: ['busy', 'being sent'],
  UNKNOWN: ['wait', 'perhaps sent'],
};

export function messageStanding({ status, reason }: Pick<MessageLine, 'status' | 'reason'>): {
  readonly mood: Mood;
  readonly words: string;
} {
  if (status === 'PENDING') return { mood: 'wait', words: reason === undefined ? 'waits for its time' : 'withheld' };
  const [mood, words] = standings[status] ?? ['quiet', plain(status.toLowerCase())];
  return { mood, words };
}

/** `payment-recovery/card-needed` is the mail "Card needed" of payment recovery. */
export const templateWords = (template: string): string =>
  capital((template.split('/').at(-1) ?? template).replaceAll('-', ' '));

const statuses: Readonly<Record<string, Mood>> = {
  active: 'good',
  trialing: 'busy',
  past_due: 'bad',
  paused: 'wait',
  deletion_due: 'bad',
};

export const accountMood = (status: string | undefined): Mood => statuses[status ?? ''] ?? 'quiet';
