import { releaseAttempt, reserveAttempt } from '../billing/card-budget.ts';
import type { CardRules } from '../billing/card-slots.ts';
import type { Card } from '../billing/model.ts';
import { mayCharge } from '../cards/keep-consent.ts';
import { type Case, caseKey, dueAt, type Intent, parseCase, sinceVersion } from '../cases/case.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { after, before, type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import type { PayOutcome, Ports } from '../kernel/ports.ts';
import type { Written } from '../kernel/rows.ts';
import { resumeOn } from '../pause/at-stripe.ts';
import { isBackup } from './backup.ts';
import { budgetOf } from './card-choice.ts';
import { rankOf } from './claims.ts';
import { acts, type Context } from './context.ts';
import type { Act } from './decide.ts';
import { cardRules } from './policy.ts';
import { abandonIntent } from './record.ts';
import type { Recovery } from './state.ts';

/** What the customer on our page asked for. */
export interface CustomersCharge {
  readonly kind: 'charge';
  readonly name: string;
  readonly card: Card;
  readonly why: 'customer' | 'resume';
  readonly onSession: true;
}

/** One charge as it was decided. */
export type Charge = Extract<Act, { kind: 'charge' }> | CustomersCharge;

export type Attempted =
  | {
      readonly kind: 'result';
      readonly row: Case;
      readonly intent: Intent;
      readonly outcome: PayOutcome;
      readonly card: Card;
    }
  /** The card's own row said no: somebody else used the slot, or a cap is full. */
  | { readonly kind: 'refused'; readonly until: Instant }
  /** The case changed while we prepared: read again. */
  | { readonly kind: 'stale' };

/** Stripe keeps idempotency keys for at least 24 hours; after 23 a repeat could be taken for a new charge. */
const keyLifetime = { hours: 23 } as const;

/** Slot on the card, INTENT on the case, then the call: each is a conditional write that a repeat finds again. */
export async function attempt(charge: Charge, context: Context, ports: Ports): Promise<Attempted> {
  const { card } = charge;
  const intent = intentFor(charge, context);
  const rules = rulesFor(intent, card.brand, context);
  // What a customer has just done waits for nobody; a rung of the ladder gives way to a case of higher value.
  const rank = charge.why === 'ladder' ? rankOf(context) : undefined;
  const slot = await reserveAttempt(ports, intent.budget, intent.key, rules, rank);
  if (slot.kind === 'refused') return slot;
  const written = await writeIntent(intent, context, ports);
  if (written.kind === 'refused') {
    // Another visit of this step may be making the very same call: then the slot is its own.
    if (Object(written.item?.intent).key !== intent.key) await releaseAttempt(ports, intent.budget, intent.key);
    return { kind: 'stale' };
  }
  const row = parseCase(written.item);
  if (!(await isAllowed(intent, row, ports))) return takeBack(intent, row, ports);
  return { kind: 'result', row, intent, card, outcome: await send(intent, context, ports) };
}

/** The last look before the call: a backup card may be charged only while the customer agrees. */
const isAllowed = async (intent: Intent, { account }: Case, ports: Ports): Promise<boolean> =>
  !isBackup(intent.step) || (await mayCharge(account, intent.card, ports));

/** Nothing was sent: neither the slot nor the intent is used. */
async function takeBack(intent: Intent, row: Case, ports: Ports): Promise<Attempted> {
  await ports.rows.update(caseKey(row.account, row.sk), abandonIntent(row, intent));
  await releaseAttempt(ports, intent.budget, intent.key);
  return { kind: 'stale' };
}

const attemptNumber = (name: string, recovery: Recovery): number => (recovery.spent[name] ?? 0) + 1;

/** The key of the next attempt by that name: the same until its result is known or its key is spent. */
export const attemptKey = (
  name: string,
  card: Pick<Card, 'id'>,
  { row, recovery }: Pick<Context, 'row' | 'recovery'>,
): string => idempotencyKey(row.account, row.sk, row.run, name, card.id, attemptNumber(name, recovery));

function intentFor(charge: Charge, context: Context): Intent {
  const { name: step, card, why } = charge;
  const { recovery, world, now } = context;
  const resumes = why === 'resume';
  return {
    key: attemptKey(step, card, context),
    step,
    attempt: attemptNumber(step, recovery),
    at: toIso(now),
    invoice: recovery.lead,
    card: card.id,
    budget: budgetOf(card),
    amount: resumes ? (world.subscription.amount ?? world.lead.amountDue) : world.lead.amountRemaining,
    ...(resumes ? { resumes } : {}),
    ...('onSession' in charge ? { onSession: true } : {}),
    why: ('timing' in charge ? charge.timing : undefined) ?? why,
  };
}

/** The gap keeps our own tries apart; somebody who asks to pay is not told to come back tomorrow. The networks' caps hold. */
const rulesFor = ({ onSession }: Intent, brand: string | undefined, { config }: Pick<Context, 'config'>): CardRules =>
  onSession ? { ...cardRules(config, brand), minimumGap: { seconds: 0 }, rests: false } : cardRules(config, brand);

/** IF the row is as it was read: no news came, no other intent is open. */
const writeIntent = (intent: Intent, { row, heard }: Context, ports: Ports): Promise<Written> =>
  ports.rows.update(
    caseKey(row.account, row.sk),
    sinceVersion(row, {
      set: [['intent', intent], ...(heard ? soonLookedAt(row, ports.clock.now()) : [])],
      ...(heard ? { add: [['news', 1]] } : {}),
      if: {
        kind: 'all',
        of: [
          { kind: 'equals', path: 'run', value: row.run },
          { kind: 'equals', path: 'news', value: row.news },
          { kind: 'absent', path: 'intent' },
        ],
      },
    }),
  );

/** An execution that waits for days does not know of this intent: should we die now, the sweep wakes it, and it settles. */
const soonLookedAt = (row: Case, now: Instant) => dueAt(row.account, row.sk, after(now, { seconds: 30 }));

const send = (intent: Intent, context: Context, ports: Ports): Promise<PayOutcome> =>
  intent.resumes
    ? resumeOn(intent.card, context.world.subscription, intent.key, ports)
    : ports.billing.pay({
        invoice: intent.invoice,
        paymentMethod: intent.card,
        key: intent.key,
        ...(intent.onSession ? { onSession: true } : {}),
      });

export type Settled =
  | { readonly kind: 'outcome'; readonly outcome: PayOutcome }
  /** It was certainly not made and will not be: the step may be decided anew. */
  | { readonly kind: 'abandon'; readonly why: string };

/**
 * An INTENT without a result means: unknown. First look for the payment; what is found is the result. Not found and the
 * key still young, the very same call goes out again under the very same key, and Stripe answers with what it did the
 * first time. A call whose reason is gone (paid, void, cancelled meanwhile) is not sent again.
 */
export async function settle(intent: Intent, context: Context, ports: Ports): Promise<Settled> {
  const { lead } = context.world;
  if (intent.resumes) return settleResumption(intent, context, ports);
  const invoice = intent.invoice === lead.id ? lead : await ports.billing.invoice(intent.invoice, 'attempt');
  if (invoice.status === 'paid' && !invoice.credited)
    return { kind: 'outcome', outcome: { kind: 'paid', ...chargeOf(invoice.payment?.charge) } };
  const payment = invoice.payment;
  if (payment?.status === 'processing') return { kind: 'outcome', outcome: { kind: 'processing' } };
  const found = payment?.chargedAt !== undefined && payment.chargedAt >= floorSecond(parseInstant(intent.at));
  if (found && payment?.failure && payment.failure.paymentMethod === intent.card) {
    return { kind: 'outcome', outcome: { kind: 'declined', decline: payment.failure } };
  }
  if (invoice.status !== 'open' || context.world.subscription.status === 'canceled') {
    return {
      kind: 'abandon',
      why: `the invoice is ${invoice.status}, the subscription ${context.world.subscription.status}`,
    };
  }
  return sendAgain(intent, context, ports);
}

/** What a resumption came to shows on the subscription alone. */
async function settleResumption(intent: Intent, context: Context, ports: Ports): Promise<Settled> {
  const { status } = context.world.subscription;
  if (status === 'active') return { kind: 'outcome', outcome: { kind: 'paid' } };
  if (status !== 'paused') return { kind: 'abandon', why: `the subscription is ${status}` };
  return sendAgain(intent, context, ports);
}

async function sendAgain(intent: Intent, context: Context, ports: Ports): Promise<Settled> {
  if (parseInstant(intent.at) <= before(context.now, keyLifetime)) {
    return { kind: 'abandon', why: 'the key is older than 23 hours and no payment was found under it' };
  }
  if (!acts(context)) return { kind: 'abandon', why: 'recovery was switched off before the call was known to be made' };
  if (!(await isAllowed(intent, context.row, ports)))
    return { kind: 'abandon', why: 'the customer does not agree to the backup card any more' };
  const { card } = context.world;
  const brand = card?.id === intent.card ? card.brand : undefined;
  const slot = await reserveAttempt(ports, intent.budget, intent.key, rulesFor(intent, brand, context));
  if (slot.kind === 'refused') return { kind: 'abandon', why: 'the card was used meanwhile' };
  return { kind: 'outcome', outcome: await send(intent, context, ports) };
}

const chargeOf = (charge: string | undefined) => (charge === undefined ? {} : { charge });

/** Stripe's instants are whole seconds: a charge made in the second of the intent counts as after it. */
const floorSecond = (at: Instant): number => at - (at % 1000);
