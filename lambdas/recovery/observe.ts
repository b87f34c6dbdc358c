import type { Card } from '../billing/model.ts';
import type { Effect } from '../cases/effect.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { budgetOf } from './card-choice.ts';
import type { Context } from './context.ts';
import { recordChange, withResult } from './record.ts';
import { type Performed, store } from './step-answer.ts';

/**
 * The charge that was not made. Its outcome cannot be known, so the first one is also the last row of this kind: from
 * here the case follows Stripe's own retries and sends nothing that would rest on a guess (completions T20).
 */
export async function wouldCharge(name: string, card: Card, context: Context, ports: Ports): Promise<Performed> {
  const { recovery, now } = context;
  const first = recovery.observedSince === undefined;
  const data = withResult(
    {
      ...recovery,
      observedSince: recovery.observedSince ?? toIso(now),
      knownCards: [...new Set([...recovery.knownCards, budgetOf(card)])],
    },
    name,
    {
      at: toIso(now),
      kind: 'observed',
      invoice: recovery.lead,
      card: card.id,
      budget: budgetOf(card),
      reason: whyUnknown,
    },
  );
  return store(context, recordChange(context, data, first ? [wouldChargeRow(name, card, context)] : []), ports);
}

const whyUnknown = "observe mode did not charge, so the outcome is unknown: following Stripe's own retries from here";

function wouldChargeRow(name: string, card: Card, { row, recovery, world, now }: Context): Effect {
  const id = `${row.subject}/${row.run}/${name}`;
  const item = {
    entity: 'would-charge',
    account: row.account,
    at: toIso(now),
    invoice: recovery.lead,
    card: card.id,
    fingerprint: card.fingerprint ?? null,
    amount: world.lead.amountRemaining,
    step: name,
    note: whyUnknown,
  };
  return { kind: 'row', pk: `A#${row.account}`, sk: `WOULD#${id}`, item };
}
