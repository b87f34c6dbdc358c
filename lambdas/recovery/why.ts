import type { Step } from './ladder.ts';
import type { Recovery, StepResult } from './state.ts';
import { classWords, hindranceWords, namedDay, outcomes, verdictWords } from './why-words.ts';

/** What a visit answered, and the journey's data before its first and its last act. */
export interface Visit {
  readonly step: Step;
  readonly verdict: 'WAIT' | 'NEXT' | 'DONE' | 'GONE';
  /** The code of the rule that decided. */
  readonly detail: string;
  readonly before: Recovery;
  readonly after: Recovery;
}

/**
 * Why a visit of a step answered as it did, in sentences that stand in the execution for whoever asks later. For our own
 * people, and from codes alone: no name, no address, nothing a customer or Stripe wrote (invariant 10).
 */
export function whyOf(visit: Visit): string {
  const sentences = [...happened(visit), ...changes(visit), answerWords(visit)].filter((one) => one !== '');
  return sentences.map(sentence).join(' ');
}

/** What this visit did, in the order in which it did it. */
function happened({ before, after }: Visit): string[] {
  const fresh = Object.entries(after.results).filter(([name, result]) => !isKnown(before.results[name], result));
  return fresh.map(([name, result]) => resultWords(name, result, after));
}

const isKnown = (was: StepResult | undefined, is: StepResult): boolean => was?.kind === is.kind && was.at === is.at;

const charged: Readonly<Record<string, string>> = {
  card: 'another card was chosen, or a new date for it, so it was charged at once',
  update: 'the card was renewed by its network, so it was charged at once',
  next: 'the next open invoice was charged on the card that had just paid',
  backup: 'the backup card was charged, as the customer has agreed',
  'tail-1': 'the first payday of the pause came, so the card was tried in silence',
  'tail-2': 'another payday of the pause came, so the card was tried in silence',
  customer: 'the customer asked on our page to pay now',
  resume: 'the debt was paid, so the subscription was resumed at its own price',
};
const noted: Readonly<Record<string, string>> = {
  next: 'the invoice before is settled, so the case goes on with the next open one',
  credit: 'an old invoice was paid another way: what it paid for and was not used goes to the balance',
  unresumed: 'the debt is gone and the subscription is still paused, so a person was told',
};

export function resultWords(name: string, result: StepResult, recovery: Recovery): string {
  const [about = name] = name.split(':');
  if (name === 'take-over') return heardWords(result, recovery);
  if (name === 'pause')
    return result.kind === 'observed'
      ? 'recovery only observes: nothing was paused'
      : 'the account is paused, everything is kept';
  if (result.kind === 'done') return noted[about] ?? '';
  if (result.kind === 'skipped') return `no charge: ${hindranceWords(result.reason ?? 'no_card', recovery)}`;
  return `${charged[about] ?? 'the card was charged'}${dayWords(result)}: ${cameTo(result)}`;
}

/** Who named the day of an attempt, where that was not the ladder. */
function dayWords({ why }: StepResult): string {
  const named = namedDay(why ?? '');
  return named === undefined ? '' : ` (${named})`;
}

/** What the failed renewal said: the class decides whether the ladder charges or asks for another card. */
function heardWords({ reason, class: of }: StepResult, recovery: Recovery): string {
  if (of ?? recovery.class)
    return `the renewal failed: ${reason ? verdictWords({ reason, class: of }) : classWords(String(recovery.class))}`;
  return 'the renewal failed and nobody said why';
}

function cameTo(result: StepResult): string {
  switch (result.kind) {
    case 'paid':
      return 'paid';
    case 'processing':
      return 'the money is on its way';
    case 'declined':
      return `declined, ${verdictWords(result)}`;
    case 'observed':
      return 'not in truth, recovery only observes and follows what Stripe does by itself';
    default:
      return 'given up, no charge was found';
  }
}

/** What else changed: what was said, and what the customer or a person decided meanwhile. */
function changes({ before, after }: Visit): string[] {
  const mails = after.mails.filter((key) => !before.mails.includes(key)).map((key) => key.split('/').at(-1));
  return [
    mails.length > 0 ? `queued the mail "${mails.join('", "')}"` : '',
    after.leavingSince && !before.leavingSince ? 'the customer has cancelled to the end of the period' : '',
    before.leavingSince && !after.leavingSince
      ? 'the cancellation was taken back, so the calendar goes on where it stood'
      : '',
    after.uncollectedSince && !before.uncollectedSince ? 'recovery is switched off: nobody collects this invoice' : '',
    before.observedSince && !after.observedSince ? 'recovery is live again' : '',
    after.resumedAt && !before.resumedAt ? 'the subscription runs again, the old invoice stays due' : '',
  ];
}

function answerWords({ step, verdict, detail, before, after }: Visit): string {
  if (verdict === 'WAIT') return `it waits: ${hindranceWords(detail, after)}`;
  if (verdict === 'NEXT') return before.results[step] ? 'this step was done before and passes without effect' : '';
  return endWords(verdict, detail);
}

const endWords = (verdict: 'DONE' | 'GONE', detail: string): string =>
  verdict === 'GONE' ? 'another run has the case, so this one ends' : (outcomes[detail] ?? detail);

/** The same of a case that is closed, or another run's, before the visit begins. */
export const overWords = (verdict: 'DONE' | 'GONE', detail: string): string => sentence(endWords(verdict, detail));

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
