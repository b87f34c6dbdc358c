import type { Invoice } from '../billing/model.ts';
import type { Effect } from '../cases/effect.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { after, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { consequences } from './consequences.ts';
import { acts, type Context } from './context.ts';
import { budgetOf, isStripesToRetry } from './decide.ts';
import { classify } from './decline.ts';
import { recordChange, withResult } from './record.ts';
import { firstFailure, type Recovery } from './state.ts';
import { type Performed, store } from './step-answer.ts';

/**
 * Takes the invoice away from Stripe's own retries, confirms it by a read, and only then plans: with `auto_advance`
 * still on, Stripe collects by itself minutes after our failed attempt (facts, finding 14).
 */
export async function takeOver(context: Context, ports: Ports): Promise<Performed> {
  const ours = acts(context) && !isStripesToRetry(context.world.card);
  if (ours && !(await holdAll([context.world.lead], context, ports))) return { kind: 'again', row: context.row };
  const heard = await hear(context, ports);
  const said = consequences('take-over', true, { ...context, recovery: heard });
  const mailed = heard.class === undefined || said.effects.length === 0 ? { ...said, data: heard } : said;
  return store(
    context,
    recordChange(context, mailed.data, [...firstAttempt(context), ...mailed.effects, pastDue(context)]),
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
export async function holdAll(invoices: readonly Invoice[], { row }: Context, ports: Ports): Promise<boolean> {
  for (const invoice of invoices) {
    if (!invoice.autoAdvance) continue;
    const key = idempotencyKey('hold', row.account, row.sk, invoice.id, String(ports.clock.now()));
    await ports.billing.holdCollection(invoice.id, key);
    const confirmed = await ports.billing.invoice(invoice.id, 'attempt');
    if (confirmed.autoAdvance) return false;
  }
  return true;
}

const taken = (recovery: Recovery, invoices: readonly Invoice[], { now }: Context): Recovery => ({
  ...recovery,
  taken: {
    ...Object.fromEntries(invoices.map(({ id, amountRemaining }) => [id, { at: toIso(now), amount: amountRemaining }])),
    ...recovery.taken,
  },
});

/** What the failed renewal said, and by which card: the charge's outcome may hide a block behind `generic_decline`. */
async function hear(context: Context, ports: Ports): Promise<Recovery> {
  const { world, recovery, now } = context;
  const base = withResult(taken(recovery, [world.lead], context), 'take-over', {
    at: toIso(now),
    kind: 'done',
    invoice: world.lead.id,
  });
  const known = world.card ? [budgetOf(world.card)] : [];
  const charge = world.lead.payment?.charge;
  const decline = (charge && (await ports.billing.decline(charge, 'reread'))) || world.lead.payment?.failure;
  if (world.card && world.card.type !== 'card') return { ...base, class: 'NOT_A_CARD', knownCards: known };
  if (!decline) return { ...base, ...(world.card ? {} : { class: 'NEW_CARD' as const }), knownCards: known };
  const verdict = classify(decline, { ...(world.card?.brand ? { brand: world.card.brand } : {}), type: 'card' });
  return {
    ...base,
    class: verdict.class,
    knownCards: known,
    hardCards: verdict.retries ? [] : known,
    ...(verdict.notBefore ? { notBefore: toIso(after(firstFailure(recovery), verdict.notBefore)) } : {}),
  };
}

/** Stripe's own attempt stands in the card's row, so that ours keep their distance from it. */
function firstAttempt({ world, recovery }: Context): Effect[] {
  const { payment } = world.lead;
  if (!world.card || !payment?.charge) return [];
  const at = payment.chargedAt ? toIso(payment.chargedAt) : recovery.firstFailureAt;
  return [
    {
      kind: 'card-foreign',
      budget: budgetOf(world.card),
      key: payment.charge,
      at,
      actor: 'stripe',
      outcome: 'declined',
    },
  ];
}

const pastDue = ({ row }: Context): Effect => ({ kind: 'account', account: row.account, set: { status: 'past_due' } });
