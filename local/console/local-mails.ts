import { readTagValue } from '../../lambdas/messaging/mime.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { StoredMail } from '../mailbox/stored-mail.ts';
import { linksIn } from './mailbox-links.ts';
import type { MailView } from './source.ts';

const keyOf = (account: string, key: string): string => `${account}\n${key}`;

/** Whose and which message a mail is travels with it as tags. */
const tagsOf = ({ tags }: StoredMail): { account: string; key: string } => ({
  account: readTagValue(tags.account ?? ''),
  key: readTagValue(tags.key ?? ''),
});

/** The mails of this process by id and by message. The mailbox only grows, so each is looked at once. */
export class LocalMails {
  readonly #mailbox: Mailbox;
  readonly #byId = new Map<string, StoredMail>();
  /** A message that was sent twice is known by its last mail. */
  readonly #byMessage = new Map<string, StoredMail>();
  #seen = 0;

  constructor(mailbox: Mailbox) {
    this.#mailbox = mailbox;
  }

  of(account: string, key: string): StoredMail | undefined {
    this.#catchUp();
    return this.#byMessage.get(keyOf(account, key));
  }

  find(id: string): MailView | undefined {
    this.#catchUp();
    const mail = this.#byId.get(id);
    return mail && view(mail);
  }

  #catchUp(): void {
    const { mails } = this.#mailbox;
    for (; this.#seen < mails.length; this.#seen += 1) {
      const mail = mails[this.#seen];
      if (!mail) continue;
      const { account, key } = tagsOf(mail);
      this.#byId.set(mail.id, mail);
      this.#byMessage.set(keyOf(account, key), mail);
    }
  }
}

const view = (mail: StoredMail): MailView => ({
  id: mail.id,
  ...tagsOf(mail),
  template: '',
  at: Date.parse(mail.at),
  from: mail.from,
  to: mail.to,
  subject: mail.subject,
  html: mail.html,
  text: mail.text,
  headers: { ...(mail.replyTo.length > 0 ? { 'Reply-To': mail.replyTo.join(', ') } : {}), ...mail.headers },
  links: linksIn(mail.html, mail.text),
});
