import { declineClasses } from '../../lambdas/recovery/decline-policy.ts';
import { plain } from './words.ts';

const actors: Readonly<Record<string, string>> = { us: 'Holdfast', stripe: 'Stripe', customer: 'the customer' };

export const actorWords = (actor: string): string => actors[actor] ?? actor;

export function attemptWords({ state, outcome }: { readonly state: string; readonly outcome: string }): string {
  if (state === 'held') return 'under way, or its answer was lost';
  if (outcome === 'ok' || outcome === 'paid') return 'paid';
  return outcome === '' ? 'counted' : plain(outcome);
}

const reasons: Readonly<Record<string, string>> = {
  payment_processing: 'money is on its way already',
  gap: 'attempts on one card keep their distance',
  cap: "the card had as many attempts as its network allows, everybody's counted",
  asked: 'the bank, its network or Stripe asked to leave the card alone',
  yields: 'another invoice of higher value was to be charged on the same card first',
  unknown_retries: 'the bank gave no reason as often as we ask one card: another card is needed',
  no_card: 'there was no card to charge',
  not_a_card: 'what is on file is no card (a bank debit or a wallet has its own rules)',
  abandoned: 'it was given up when the case moved on',
  skipped: 'it was passed over',
  observed: 'observe mode charges nobody',
};

const classWords = (name: string): string | undefined =>
  Object.hasOwn(declineClasses, name) ? declineClasses[name as keyof typeof declineClasses].reason : undefined;

/** Why a step charged nothing: codes of the ladder as sentences, what is a sentence already as it is. */
export function notMadeWords(reason: string): string {
  const [code = '', detail] = reason.split(': ');
  if (code === 'declined_for_good' || code === 'class_without_retry') {
    return classWords(detail ?? '') ?? 'the card was declined for good';
  }
  return reasons[reason] ?? plain(reason);
}

const steps: Readonly<Record<string, string>> = { final: 'Last attempt', 'take-over': 'Taking over from Stripe' };

export const stepWords = (step: string): string =>
  steps[step] ?? step.replace(/^retry-(\d)$/, 'Retry $1').replace(/^./, (letter) => letter.toUpperCase());
