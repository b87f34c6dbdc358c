import * as z from 'zod';
import type { Item, Key } from '../kernel/rows.ts';

const iso = z.string().min(20);

/** Who said it: the reader of a mailed link (a hash of their address, never the address), or one of our own people. */
export const bySchema = z.strictObject({ how: z.enum(['link', 'person']), who: z.string() });

const actSchema = z.strictObject({
  at: iso,
  act: z.enum(['given', 'withdrawn']),
  by: bySchema,
  /** What they agreed to, word for word as it stood on the page; absent when it was withdrawn. */
  sentence: z.string().optional(),
  version: z.string().optional(),
});

/** Evidence: what was said of one card, by whom and when. Only `given` lets it be charged. */
export const consentSchema = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  entity: z.literal('card-consent'),
  account: z.string(),
  customer: z.string(),
  card: z.string(),
  status: z.enum(['given', 'withdrawn']),
  /** The instant of the last act. */
  at: iso,
  /** How often it changed: each change is decided on the one before it. */
  turn: z.number().int(),
  acts: z.array(actSchema),
});

export type By = z.infer<typeof bySchema>;
export type Consent = z.infer<typeof consentSchema>;
export type ConsentAct = z.infer<typeof actSchema>;

export const consentPrefix = 'CONSENT#backup#';

export const consentKey = (account: string, card: string): Key => ({ pk: `A#${account}`, sk: consentPrefix + card });

export const parseConsent = (item: Item): Consent => consentSchema.parse(item);

/** What somebody read when they agreed. */
export interface Words {
  readonly sentence: string;
  readonly version: string;
}

/** Raised whenever the words change: which words somebody agreed to is told by the version beside them. */
const sentenceVersion = '2026-11';

/** The sentence above the button, and what is kept of it. */
const consentSentence = (company: string): string =>
  `If a payment for my plan doesn’t go through on my usual card, ${company} may take that payment from this backup card instead. ` +
  'My usual card stays the usual one, and I can remove the backup card at any time.';

export const wordsOf = (company: string): Words => ({ sentence: consentSentence(company), version: sentenceVersion });

/** The act follows on what stands, or nothing does because it stands like that already. */
export function nextConsent(
  standing: Consent | undefined,
  about: Pick<Consent, 'account' | 'customer' | 'card'>,
  act: ConsentAct,
): Consent | undefined {
  if ((standing?.status ?? 'withdrawn') === act.act) return undefined;
  return {
    ...consentKey(about.account, about.card),
    entity: 'card-consent',
    ...about,
    status: act.act,
    at: act.at,
    turn: (standing?.turn ?? 0) + 1,
    // Nobody changes their mind fifty times; the newest acts are the evidence.
    acts: [...(standing?.acts ?? []), act].slice(-50),
  };
}
