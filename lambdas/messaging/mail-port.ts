import type { Instant } from '../kernel/instant.ts';

/** One finished mail to one person. */
export interface OutgoingMail {
  /** Our account and outbox key: they travel as tags, so that a mail event finds its message (SES has no idempotency token). */
  readonly account: string;
  readonly key: string;
  readonly class: 'service' | 'lifecycle' | 'internal';
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Lifecycle mail has one, no other mail does. */
  readonly unsubscribe?: { readonly url: string; readonly listId: string };
  readonly configurationSet: string;
  /** It leaves by then or comes back: what it says was read at Stripe shortly before. */
  readonly notAfter?: Instant;
}

export interface MailPort {
  /**
   * @throws Throttled when nothing was sent and the same call may be made later
   * @throws PermanentFailure when this mail will never be accepted
   * @throws OutcomeUnknown when it may have been accepted: only the mail event can tell
   */
  send(mail: OutgoingMail): Promise<{ readonly messageId: string }>;
}
