import type { AttemptFacts } from '../billing/attempt-row.ts';
import type { Card, Decline, Invoice } from '../billing/model.ts';
import type { Intent } from '../cases/case.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { after, type Instant, toIso } from '../kernel/instant.ts';
import type { PayOutcome } from '../kernel/ports.ts';
import type { Context } from './context.ts';
import { judge } from './judged.ts';

type Policy = Pick<RetentionConfig, 'ladder'>;

type Told = Pick<Context, 'row' | 'recovery' | 'world' | 'config' | 'now'>;

/** What the ledger keeps of a charge of ours, beside card, instant and result. */
export function ownFacts(
  intent: Intent,
  outcome: PayOutcome,
  { row, recovery, world, config, now }: Told,
): AttemptFacts {
  const card = world.card?.id === intent.card ? world.card : undefined;
  const charge = outcome.kind === 'declined' ? outcome.decline.charge : chargeOf(outcome);
  return {
    account: row.account,
    subscription: recovery.subscription,
    invoice: intent.invoice,
    paymentMethod: intent.card,
    amount: intent.amount,
    rung: intent.step,
    ...(intent.why ? { why: intent.why } : {}),
    ...(card?.brand ? { brand: card.brand } : {}),
    ...(charge ? { charge } : {}),
    ...(outcome.kind === 'declined' ? saidBy(outcome.decline, card, now, config) : {}),
  };
}

const chargeOf = (outcome: PayOutcome): string | undefined => (outcome.kind === 'paid' ? outcome.charge : undefined);

/** The same of an attempt that somebody else made on an invoice. */
export function foreignFacts(
  invoice: Invoice,
  card: Pick<Card, 'id' | 'brand' | 'type'>,
  of: {
    readonly account: string;
    readonly charge?: string | undefined;
    readonly decline?: Decline | undefined;
    /** From when a rest that was asked for counts. */
    readonly from: Instant;
  },
  config: Policy,
): AttemptFacts {
  const { charge, decline, from } = of;
  return {
    account: of.account,
    invoice: invoice.id,
    amount: invoice.amountDue,
    paymentMethod: card.id,
    ...(invoice.subscription ? { subscription: invoice.subscription } : {}),
    ...(card.brand ? { brand: card.brand } : {}),
    ...(charge ? { charge } : {}),
    ...(decline ? saidBy(decline, card, from, config) : {}),
  };
}

function saidBy(
  decline: Decline,
  card: Pick<Card, 'brand' | 'type'> | undefined,
  from: Instant,
  config: Policy,
): AttemptFacts {
  const verdict = judge(decline, { ...(card?.brand ? { brand: card.brand } : {}), type: 'card' }, config);
  return {
    class: verdict.class,
    reason: verdict.why.reason,
    ...(verdict.notBefore ? { restUntil: toIso(after(from, verdict.notBefore)) } : {}),
  };
}

/** The word a decline leaves on the card's row. */
export const wordOf = ({ declineCode, code }: Decline): string => declineCode ?? code;
