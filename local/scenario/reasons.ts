import type { Reason } from '../../lambdas/messaging/arbiter.ts';

/** Why a mail waits or is dropped, in words for people; the code beside it is the contract. */
const words: Readonly<Record<Reason, string>> = {
  'suppressed.bounce': 'the address does not exist: an earlier mail bounced',
  'suppressed.complaint': 'the reader marked an earlier mail as spam',
  'suppressed.soft': 'the mailbox refused several mails, so it rests for some days',
  'goal.met': 'what the mail asks for is settled, or not yet certain',
  'quiet.night': 'it is night where the reader is',
  'quiet.weekend': 'it is the weekend where the reader is',
  deadline: 'its time is over',
  'cap.24h': 'the same reader has had as many mails of this kind as a day may bring',
  holdout: 'the account is in the control group this mail is measured by',
  duplicate: 'another mail of the same day named this invoice as well',
  approval: 'it is one of the first of its kind and waits for a person to read it',
  not_approved: 'a person read it first and did not want it sent',
  brake: 'everything is paused by operations',
  'hold.account': 'operations hold this account',
  no_recipient: 'nobody of this account has an address',
  no_fact: 'a fact the text needs is missing',
  'mode.observe': 'observe mode sends nothing',
  'stage.allow_list': 'this stage is not live, and the address is not on its allow-list',
  unavailable: 'SES sends for nobody at the moment',
  refused: 'SES refused this mail for good: the sender or the text, not the reader, is why',
};

export const whyWithheld = (reason: string): string => (words as Readonly<Record<string, string>>)[reason] ?? reason;
