import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { sha256 } from '../../lambdas/kernel/ids.ts';
import { after, type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import {
  type BounceType,
  bounceEvent,
  clickEvent,
  complaintEvent,
  delayEvent,
  deliveryEvent,
  rejectEvent,
  type SesEvent,
  sendEvent,
} from './events.ts';
import type { MailboxState, StoredMail } from './stored-mail.ts';
import { validMail } from './validate.ts';

export interface MailboxWorld {
  readonly now: () => Instant;
  /** SES events, for whoever plays SNS; only mail with a configuration set has any, as in SES. */
  readonly emit: (event: SesEvent) => void;
  /** Verified senders: addresses or whole domains. */
  readonly identities: readonly string[];
}

/** SES captured at the client: what the SES adapter sends lands here, checked the way SES checks it. */
export class Mailbox {
  readonly #world: MailboxWorld;
  #mails: StoredMail[] = [];
  readonly #timesSent = new Map<string, number>();

  constructor(world: MailboxWorld) {
    this.#world = world;
  }

  /** Oldest first. */
  get mails(): readonly StoredMail[] {
    return this.#mails;
  }

  /** The call of an SESv2Client. */
  async send(command: unknown): Promise<{ readonly MessageId: string }> {
    if (!(command instanceof SendEmailCommand)) throw new TypeError('the mailbox takes SendEmailCommand only');
    const valid = validMail(command.input, this.#world.identities);
    const at = toIso(this.#world.now());
    const mail: StoredMail = { ...valid, id: messageId(valid, this.#timesSent.get(sameness(valid)) ?? 0), at };
    this.#store(mail);
    this.#emit(mail, sendEvent(mail));
    this.#emit(mail, deliveryEvent(mail, at));
    return { MessageId: mail.id };
  }

  bounce(id: string, type: BounceType = 'Permanent'): void {
    this.#later(id, (mail, now) => bounceEvent(mail, now, type));
  }

  complain(id: string): void {
    this.#later(id, complaintEvent);
  }

  reject(id: string): void {
    this.#later(id, rejectEvent);
  }

  /** SES keeps trying for 14 hours here; its own limit is not published. */
  delay(id: string): void {
    const expiry = toIso(after(this.#world.now(), { hours: 14 }));
    this.#later(id, (mail, now) => delayEvent(mail, now, expiry));
  }

  /** A scanner clicks like a reader: only the links it hits together give it away. */
  click(id: string, link: string, userAgent = 'Mozilla/5.0'): void {
    this.#later(id, (mail, now) => clickEvent(mail, now, link, userAgent));
  }

  /** @throws RangeError when no such mail was sent */
  find(id: string): StoredMail {
    const mail = this.#mails.find((candidate) => candidate.id === id);
    if (mail === undefined) throw new RangeError(`no mail "${id}" was sent, the mailbox has ${this.#mails.length}`);
    return mail;
  }

  toJSON(): MailboxState {
    return { mails: [...this.#mails] };
  }

  restore(state: MailboxState): void {
    this.#mails = [];
    this.#timesSent.clear();
    for (const mail of state.mails) this.#store(mail);
  }

  #store(mail: StoredMail): void {
    this.#mails.push(mail);
    this.#timesSent.set(sameness(mail), (this.#timesSent.get(sameness(mail)) ?? 0) + 1);
  }

  #later(id: string, event: (mail: StoredMail, now: string) => SesEvent): void {
    const mail = this.find(id);
    this.#emit(mail, event(mail, toIso(this.#world.now())));
  }

  #emit(mail: StoredMail, event: SesEvent): void {
    if (mail.configurationSet !== undefined) this.#world.emit(event);
  }
}

type Addressed = Pick<StoredMail, 'to' | 'tags'>;

const sameness = ({ to, tags }: Addressed): string => JSON.stringify([to, tags]);

/** From recipients, tags and how often they came before, not from a counter: other mails' order changes no id. */
function messageId(mail: Addressed, times: number): string {
  const hex = sha256(`${sameness(mail)}|${times}`);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  return `0100${hex.slice(32, 44)}-${groups.join('-')}-000000`;
}
