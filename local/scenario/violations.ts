import { type Instant, parseInstant, toIso } from '../../lambdas/kernel/instant.ts';

interface Charge {
  readonly at: string;
  readonly invoice: string;
  readonly fingerprint: string | null;
  readonly actor: string;
  readonly outcome: string;
}

interface Mail {
  readonly at: string;
  readonly to: string;
  readonly template: string | null;
  readonly class: string | null;
  readonly key: string | null;
  /** The mail was about this invoice being open. */
  readonly invoice: string | null;
}

/** All that the invariants of design §8 are checked on, as far as one story can show them. */
export interface Evidence {
  readonly charges: readonly Charge[];
  readonly mails: readonly Mail[];
  /** When Stripe had the money: a payment in processing is not paid yet. */
  readonly paidAt: ReadonlyMap<string, Instant>;
  /** Since when nobody may be written to, by address. */
  readonly suppressedAt: ReadonlyMap<string, string>;
  /** Each pause, and when its final notice was first offered for delivery. */
  readonly pauses: readonly { readonly subject: string; readonly at: string; readonly noticeAt: string | null }[];
  /** In milliseconds, as the policy has it. */
  readonly minimumGap: number;
  /** What a queue had taken and its function never got done; `what` names it as far as its body does. */
  readonly deadLetters: readonly { readonly queue: string; readonly what: string }[];
}

/** What must never happen, whatever the story was. */
export const violationsOf = (evidence: Evidence): string[] => [
  ...mailsAfterPayment(evidence),
  ...repeatedMails(evidence),
  ...mailsToSuppressed(evidence),
  ...doublePayments(evidence),
  ...hastyAttempts(evidence),
  ...pausesWithoutNotice(evidence),
  ...deadMessages(evidence),
];

const mailsAfterPayment = ({ mails, paidAt }: Evidence): string[] =>
  mails.flatMap(({ at, template, invoice }) => {
    const paid = paidAt.get(invoice ?? '');
    return paid !== undefined && paid < parseInstant(at)
      ? [`mail "${template}" at ${at} asks for ${invoice}, which was paid at ${toIso(paid)}`]
      : [];
  });

/** Service mail may go out once more when nobody knows whether it did; other mail never. */
function repeatedMails({ mails }: Evidence): string[] {
  const times = new Map<string, number>();
  return mails.flatMap(({ at, key, class: kind, template }) => {
    if (key === null) return [];
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    return time > (kind === 'service' ? 2 : 1) ? [`mail "${template}" left a ${time}. time at ${at}: ${key}`] : [];
  });
}

const mailsToSuppressed = ({ mails, suppressedAt }: Evidence): string[] =>
  mails.flatMap(({ at, to, template }) => {
    const since = suppressedAt.get(to);
    return since !== undefined && since < at
      ? [`mail "${template}" at ${at} went to ${to}, which is suppressed since ${since}`]
      : [];
  });

function doublePayments({ charges }: Evidence): string[] {
  const paid = charges.filter(({ actor, outcome }) => actor === 'us' && outcome === 'ok');
  return paid.flatMap((charge, index) =>
    paid.slice(0, index).some(({ invoice }) => invoice === charge.invoice)
      ? [`we charged ${charge.invoice} successfully a second time at ${charge.at}`]
      : [],
  );
}

function hastyAttempts({ charges, minimumGap }: Evidence): string[] {
  const last = new Map<string, Instant>();
  return charges.flatMap(({ at, actor, fingerprint }) => {
    if (actor !== 'us' || fingerprint === null) return [];
    const [now, before] = [parseInstant(at), last.get(fingerprint)];
    last.set(fingerprint, now);
    return before !== undefined && now - before < minimumGap
      ? [`we charged card ${fingerprint} at ${toIso(before)} and again at ${at}, before the minimum gap was over`]
      : [];
  });
}

const pausesWithoutNotice = ({ pauses }: Evidence): string[] =>
  pauses.flatMap(({ subject, at, noticeAt }) =>
    noticeAt !== null && noticeAt <= at
      ? []
      : [`${subject} was paused at ${at} and its final notice was never offered for delivery before`],
  );

/** To Stripe a webhook is delivered once we acknowledged it: given up behind the queue, it is lost until a person replays it. */
const deadMessages = ({ deadLetters }: Evidence): string[] =>
  deadLetters.map(({ queue, what }) => `${what} was taken in and lies in the dead-letter queue of ${queue}`);
