import type { Card, Decline, Invoice, Payment } from '../billing/model.ts';
import { stopCollecting } from '../billing/stop-collecting.ts';
import type { Effect } from '../cases/effect.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { budgetOf, isStripesToRetry } from './card-choice.ts';
import { acts, type Context } from './context.ts';
import { findTwin } from './find-twin.ts';
import { judge, judged } from './judged.ts';
import { chargedMonth } from './new-date.ts';
import { recordChange, withResult } from './record.ts';
import { speak } from './say-after-backup.ts';
import { firstFailure, type Recovery } from './state.ts';
import { type Performed, store } from './step-answer.ts';
import { foreignFacts, wordOf } from './tried.ts';
import { twinTask, withTwin } from './twin.ts';
import type { World } from './world.ts';

/**
 * Takes the invoice away from Stripe's own retries, confirms it by a read, and only then plans: with `auto_advance`
 * still on, Stripe collects by itself minutes after our failed attempt (facts, finding 14).
 */
export async function takeOver(context: Context, ports: Ports): Promise<Performed> {
  const ours = acts(context) && !isStripesToRetry(context.world.card);
  if (ours && !(await holdAll([context.world.lead], context, ports))) return { kind: 'again', row: context.row };
  const { card, decline } = await heard(context.world, ports);
  const twin = await findTwin(decline, context.world.lead, ports);
  const judgedAs = afterHearing(card, decline, context);
  const known = twin ? withTwin(judgedAs, twin, context.now) : judgedAs;
  const world = { ...context.world, card };
  const said = speak('take-over', true, { ...context, recovery: known, world });
  const silent = !said.data.unsaid && (known.class === undefined || said.effects.length === 0);
  const mailed = silent ? { ...said, data: known } : said;
  return store(
    context,
    recordChange(context, mailed.data, [
      ...firstAttempt(decline, { ...context, world }),
      ...mailed.effects,
      ...(twin ? twinTask(twin, context) : []),
      pastDue(context),
    ]),
    ports,
  );
}

/** Later failures on the same subscription: one case, Stripe's hands off all of its invoices. */
export async function take(invoices: readonly Invoice[], context: Context, ports: Ports): Promise<Performed> {
  const ours = acts(context) && !isStripesToRetry(context.world.card);
  if (ours && !(await holdAll(invoices, context, ports))) return { kind: 'again', row: context.row };
  return store(context, recordChange(context, taken(context.recovery, invoices, context), []), ports);
}

/** False: Stripe still collects one of them, read again. */
const holdAll = (invoices: readonly Invoice[], context: Context, ports: Ports): Promise<boolean> =>
  stopCollecting(invoices, holdKey(context), ports);

/** A later visit is another call: whoever switched it on again in between is not answered with the first one. */
export const holdKey =
  ({ row, now }: Pick<Context, 'row' | 'now'>) =>
  (invoice: string): string =>
    idempotencyKey('hold', row.account, row.sk, invoice, String(now));

const taken = (recovery: Recovery, invoices: readonly Invoice[], { now }: Context): Recovery => ({
  ...recovery,
  taken: {
    ...Object.fromEntries(invoices.map(({ id, amountRemaining }) => [id, { at: toIso(now), amount: amountRemaining }])),
    ...recovery.taken,
  },
});

interface Heard {
  /** The card that failed, which need not be the default any more when we hear of it. */
  readonly card: Card | undefined;
  readonly decline: Decline | undefined;
}

/** What the failed renewal said, and by which card: the charge's outcome may hide a block behind `generic_decline`. */
async function heard({ lead, card }: World, { billing }: Ports): Promise<Heard> {
  const { payment } = lead;
  const decline = (payment?.charge && (await billing.decline(payment.charge, 'reread'))) || declineOf(payment);
  const id = decline?.paymentMethod ?? payment?.paymentMethod;
  if (!id || id === card?.id) return { card, decline };
  return { card: (await billing.card(id, 'reread')) ?? card, decline };
}

/** A first challenge is no decline: nothing was refused yet, the bank only wants the customer present. */
const declineOf = (payment: Payment | undefined): Decline | undefined =>
  payment?.failure ?? (payment?.status === 'requires_action' ? { code: 'authentication_required' } : undefined);

function afterHearing(card: Card | undefined, decline: Decline | undefined, context: Context): Recovery {
  const { world, recovery, config, now } = context;
  const budget = card && { budget: budgetOf(card), ...chargedMonth(card) };
  const result = { at: toIso(now), kind: 'done', invoice: world.lead.id, ...budget } as const;
  const base = {
    ...withResult(taken(recovery, [world.lead], context), 'take-over', result),
    knownCards: knownFrom(card, world, recovery),
  };
  if (card && card.type !== 'card') return { ...base, class: 'NOT_A_CARD' };
  if (!decline) return card ? base : { ...base, class: 'NEW_CARD' };
  const verdict = judge(decline, { ...(card?.brand ? { brand: card.brand } : {}), type: 'card' }, config);
  return judged(base, 'take-over', result, verdict, config, firstFailure(recovery));
}

/** A default that stood there before the failure is not new: behind the failed card it is a backup, not a change. */
function knownFrom(failed: Card | undefined, { defaults, lead }: World, recovery: Recovery): string[] {
  const failedAt = lead.payment?.chargedAt ?? firstFailure(recovery);
  const before = (defaults ?? []).filter(({ created }) => created === undefined || created <= failedAt);
  return [...new Set([...(failed ? [failed] : []), ...before].map(budgetOf))];
}

/** Stripe's own attempt stands in the card's row, so that ours keep their distance from it. */
function firstAttempt(decline: Decline | undefined, { row, world, recovery, config }: Context): Effect[] {
  const { payment } = world.lead;
  if (!world.card || !payment?.charge) return [];
  const { charge } = payment;
  const at = payment.chargedAt ? toIso(payment.chargedAt) : recovery.firstFailureAt;
  return [
    {
      kind: 'card-foreign',
      budget: budgetOf(world.card),
      key: payment.charge,
      at,
      actor: 'stripe',
      outcome: decline ? wordOf(decline) : 'declined',
      facts: foreignFacts(
        world.lead,
        world.card,
        { account: row.account, charge, decline, from: firstFailure(recovery) },
        config,
      ),
    },
  ];
}

const pastDue = ({ row }: Context): Effect => ({ kind: 'account', account: row.account, set: { status: 'past_due' } });
