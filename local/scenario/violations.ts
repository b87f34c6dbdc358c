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
  readonly template: string | null;
  /** The mail was about this invoice being open. */
  readonly invoice: string | null;
}

/** What must never happen, whatever the story was; `minimumGap` in milliseconds, as the policy has it. */
export const violationsOf = (charges: readonly Charge[], mails: readonly Mail[], minimumGap: number): string[] => [
  ...mailsAfterPayment(charges, mails),
  ...doublePayments(charges),
  ...hastyAttempts(charges, minimumGap),
];

function mailsAfterPayment(charges: readonly Charge[], mails: readonly Mail[]): string[] {
  return mails.flatMap(({ at, template, invoice }) => {
    const paid = charges.find((charge) => charge.invoice === invoice && charge.outcome === 'ok');
    return paid && paid.at < at
      ? [`mail "${template}" at ${at} asks for ${invoice}, which was paid at ${paid.at}`]
      : [];
  });
}

function doublePayments(charges: readonly Charge[]): string[] {
  const paid = charges.filter(({ actor, outcome }) => actor === 'us' && outcome === 'ok');
  return paid.flatMap((charge, index) =>
    paid.slice(0, index).some(({ invoice }) => invoice === charge.invoice)
      ? [`we charged ${charge.invoice} successfully a second time at ${charge.at}`]
      : [],
  );
}

function hastyAttempts(charges: readonly Charge[], minimumGap: number): string[] {
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
