import type { JourneyName, RetentionConfig } from '../../lambdas/kernel/config/index.ts';

/** A fact a journey cannot do without, and where it is set. */
export interface Need {
  readonly fact: string;
  readonly where: string;
  readonly missing: (config: RetentionConfig) => boolean;
}

export interface JourneyRow {
  readonly name: string;
  /** The key of `mode` it runs under; absent: not in this release. */
  readonly runs?: JourneyName;
  /** 1: Stripe alone; 2: and product events; 3: and goals and KPIs (completions N6). */
  readonly level: 1 | 2 | 3;
  readonly does: string;
  /** Of a journey that is built. */
  readonly needs?: readonly Need[];
}

const isInvented = (address: string): boolean => /\.(test|example|invalid)$|@example\./.test(address);

const sender: Need = {
  fact: 'a sender of your own domain',
  where: 'senders.service in retention.config.ts, then npm run doctor for its DNS records',
  missing: ({ senders }) => isInvented(senders.service.address),
};

const replies: Need = {
  fact: 'an address that somebody reads',
  where: 'senders.replyTo in retention.config.ts',
  missing: ({ senders }) => isInvented(senders.replyTo),
};

const person: Need = {
  fact: 'somebody who gets tasks',
  where: 'people.founder or people.operations in retention.config.ts',
  missing: ({ people }) => isInvented(people.operations ?? people.founder),
};

/** What is built runs; what is not is listed, so that nobody waits for it. */
export const journeyRows: readonly JourneyRow[] = [
  {
    name: 'payment recovery',
    runs: 'payment-recovery',
    level: 1,
    does: 'takes over failed renewals, tries again, writes, pauses instead of deleting',
    needs: [sender, replies, person],
  },
  {
    name: 'card reminders',
    runs: 'payment-recovery',
    level: 1,
    does: 'writes 30 days before a card expires that would be charged after it',
    needs: [sender, replies],
  },
  { name: 'trial dates', level: 1, does: 'touches before a trial ends' },
  { name: 'renewal', level: 1, does: 'notice 90, 60 and 30 days before an annual renewal' },
  { name: 'win-back', level: 1, does: 'writes on day 7 and 90 after an end' },
  { name: 'NPS', level: 1, does: 'asks how likely a recommendation is' },
  { name: 'MRR', level: 1, does: 'counts monthly recurring revenue and its movements' },
  { name: 'health and save', level: 2, does: 'scores accounts and acts on what falls' },
  { name: 'onboarding', level: 2, does: 'seven dated steps to the first result' },
  { name: 'expansion', level: 2, does: 'one idea when use outgrows the plan' },
  { name: 'value report', level: 3, does: 'monthly: what was worth what' },
  { name: 'QBR and ROI', level: 3, does: 'the quarter against its goals' },
];
