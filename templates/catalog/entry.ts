import type * as z from 'zod';

/** Spec messaging, classes: what a message may carry and what may hold it back follow from it. */
export type MailClass = 'service' | 'lifecycle' | 'internal';

/** Spec messaging, arbiter 8: earlier in this list goes first. */
export const mailPriorities = [
  'service',
  'recovery',
  'save',
  'renewal',
  'onboarding',
  'value-report',
  'survey',
  'expansion',
  'win-back',
  // Mails to our own people compete with none of a customer's.
  'internal',
] as const;

export type MailPriority = (typeof mailPriorities)[number];

/** What one can unsubscribe from; `null` for service mail, which stays until the address bounces or complains. */
export type MailTopic = 'onboarding' | 'reports' | 'surveys' | 'offers' | 'win-back' | null;

export interface MailLink {
  /** As the template says it: `{{links.updateCard}}`. */
  readonly name: string;
  /** The page it leads to, always through a signed link of ours. */
  readonly page: string;
  /** How long the link works; absent: as long as any link in a mail to a customer. */
  readonly lifeDays?: number;
  /** Is this the mail's one button? */
  readonly button: boolean;
  /** Needed only when this fact has this value. */
  readonly when?: readonly [fact: string, value: string];
}

export interface MailEntry<Facts extends z.ZodType = z.ZodType> {
  readonly class: MailClass;
  readonly topic: MailTopic;
  readonly journey: string;
  /** Days after the due instant in which the text still makes sense; later the message is dropped with a reason. */
  readonly ttlDays: number;
  /** `nights`: 20:00 to 08:00 local wait; `weekends`: those too; `none`: at once. */
  readonly quiet: 'nights' | 'weekends' | 'none';
  readonly priority: MailPriority;
  readonly facts: Facts;
  readonly links: readonly MailLink[];
  /** Invented; renders the preview and every test. */
  readonly sample: z.infer<Facts>;
}

/** Keeps the facts' type while checking the sample against it. */
export const mailEntry = <Facts extends z.ZodType>(entry: MailEntry<Facts>): MailEntry<Facts> => entry;
