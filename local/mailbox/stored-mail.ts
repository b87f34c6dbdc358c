/** A mail as SES would have sent it, with what a preview, a story or a test wants to see. */
export interface StoredMail {
  /** SES's message id. */
  readonly id: string;
  /** ISO instant of the send call. */
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet?: string;
}

export interface MailboxState {
  readonly mails: readonly StoredMail[];
}

/** `Sam <sam@vendor.test>` and `sam@vendor.test` are the same mailbox. */
export const addressOf = (mailbox: string): string => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();

export const domainOf = (mailbox: string): string => addressOf(mailbox).split('@').at(-1)?.toLowerCase() ?? '';
