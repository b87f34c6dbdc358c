import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import { renderMail } from '../../lambdas/messaging/render.ts';
import { type DeclineClass, declineClasses } from '../../lambdas/recovery/decline-policy.ts';
import { type AttemptStep, isAttemptStep, type Step, steps } from '../../lambdas/recovery/ladder.ts';
import { consequenceOf, ownMail } from '../../lambdas/recovery/messages.ts';
import { rungOf } from '../../lambdas/recovery/policy.ts';
import { type MailName, mailEntryOf, mailNames } from '../../templates/catalog.ts';
import type { StateSpec } from './graph/definition.ts';

export type Policy = Pick<RetentionConfig, 'ladder' | 'company' | 'senders'>;

/** What the policy makes of one step: the mails it may send, whatever the card said, and why they are these. */
export interface StepPolicy {
  readonly mails: readonly MailName[];
  readonly when?: string;
  readonly reason?: string;
}

const own: Readonly<Record<string, string>> = ownMail;

/** Of a state that calls a step of payment recovery; every other state has no policy of its own. */
export function policyOf(machine: string, state: StateSpec, policy: Policy): StepPolicy | undefined {
  const { step } = Object(Object(state.fields.Arguments).Payload);
  const known = steps.find((one) => one === step);
  if (machine !== 'payment-recovery' || known === undefined) return undefined;
  const names = [...said(known, policy), ...(own[known] ? [own[known]] : [])].map((mail) => `${machine}/${mail}`);
  const mails = mailNames.filter((name) => names.includes(name));
  return { mails, ...(isAttemptStep(known) ? rungWords(known, policy) : {}) };
}

/** Over everything a bank may have said, just now or before. Only where a charge failed is anything said of it. */
function said(step: Step, policy: Policy): string[] {
  if (step !== 'take-over' && !isAttemptStep(step)) return [];
  const classes = [
    undefined,
    ...Object.keys(declineClasses).filter((one): one is DeclineClass => one in declineClasses),
  ];
  const rows = classes.flatMap((of) => [true, false].map((justHeard) => consequenceOf(step, of, justHeard, policy)));
  return rows.flatMap(({ mail }) => (mail === undefined ? [] : [mail]));
}

function rungWords(step: AttemptStep, policy: Policy): Pick<StepPolicy, 'when' | 'reason'> {
  const rung = rungOf(policy, step);
  if (!rung) return {};
  const when =
    rung.at === undefined ? `${rung.after ?? ''} after the attempt before it` : `${rung.at} after the first failure`;
  return { when, reason: rung.reason };
}

/** Mails of the journey that belong to no single step, such as the one that thanks. */
export const otherMails = (machine: string, placed: readonly MailName[]): MailName[] =>
  mailNames.filter((name) => mailEntryOf(name).journey === machine && !placed.includes(name));

/** A mail as it is written from the catalog's invented facts, with your company around it. */
export function sampleMail(
  name: MailName,
  { company, senders }: Policy,
): { subject: string; preheader: string; text: string } {
  const entry = mailEntryOf(name);
  const links = Object.fromEntries(entry.links.map((link) => [link.name, `https://signed-link.example/${link.page}`]));
  return renderMail(name, entry.sample, {
    company: company.name,
    postalAddress: company.postalAddress,
    from: entry.class === 'lifecycle' ? senders.lifecycle : senders.service,
    ...(senders.replyTo ? { replyTo: senders.replyTo } : {}),
    links,
    locale: 'en',
    zone: company.zone,
  });
}
