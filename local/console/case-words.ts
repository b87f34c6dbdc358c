import type { CaseLine } from './board.ts';
import { type Html, type Mood, pill } from './kit.ts';

type Words = Readonly<Record<string, readonly [Mood, string]>>;

const stages: Words = {
  retrying: ['busy', 'trying the payment again'],
  waiting_for_card: ['wait', 'waiting for the customer'],
  paused: ['wait', 'paused, everything kept'],
  hold: ['wait', 'the hold is over'],
};

const outcomes: Words = {
  recovered: ['good', 'recovered'],
  cancelled: ['quiet', 'cancelled'],
  voided: ['quiet', 'voided'],
  uncollectible: ['quiet', 'written off'],
  disputed: ['bad', 'disputed'],
  expired_hold: ['bad', 'the hold ended unpaid'],
  stopped: ['quiet', 'stopped by a person'],
  not_ours: ['quiet', 'not ours'],
};

const found = (words: Words, code: string | undefined): readonly [Mood, string] =>
  words[code ?? ''] ?? ['quiet', (code ?? 'just opened').replaceAll('_', ' ')];

/** Where a case stands: what it ended as, that it needs somebody, or what it is doing. */
export function caseStanding({ status, stage, outcome }: Pick<CaseLine, 'status' | 'stage' | 'outcome'>): {
  readonly mood: Mood;
  readonly words: string;
} {
  const [mood, words] = status === 'closed' ? found(outcomes, outcome) : found(stages, stage);
  return status === 'attention' ? { mood: 'bad', words: `needs a person (${words})` } : { mood, words };
}

export function casePill(line: Pick<CaseLine, 'status' | 'stage' | 'outcome'>): Html {
  const { mood, words } = caseStanding(line);
  return pill(mood, words);
}
