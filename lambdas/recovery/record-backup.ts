import type { Card, Decline } from '../billing/model.ts';
import type { Intent } from '../cases/case.ts';
import type { Effect } from '../cases/effect.ts';
import { after, toIso } from '../kernel/instant.ts';
import type { PayOutcome } from '../kernel/ports.ts';
import type { Change } from '../kernel/rows.ts';
import { budgetOf } from './card-choice.ts';
import type { Context } from './context.ts';
import { isSpent, judge } from './judged.ts';
import { recordChange, withResult } from './record.ts';
import { sayUnsaid } from './say-after-backup.ts';
import type { Recovery, StepResult } from './state.ts';
import { foreignFacts, ownFacts, wordOf } from './tried.ts';

/**
 * What the backup card said. The case's class, its bounds and the default card are the usual card's affair and stay as
 * they are; only when this attempt has failed too is the step's failure spoken of.
 */
export function recordBackup(context: Context, intent: Intent, outcome: PayOutcome): Change {
  const kind = outcome.kind === 'paid' ? 'paid' : outcome.kind === 'processing' ? 'processing' : 'declined';
  const { invoice, card, budget, key, at } = intent;
  const result: StepResult = { at, kind, invoice, card, budget, key };
  const decline = outcome.kind === 'declined' ? outcome.decline : undefined;
  const facts = ownFacts(intent, outcome, { ...context, world: { ...context.world, card: charged(budget, context) } });
  const heard = decline ? wordOf(decline) : outcome.kind;
  const counted: Effect = { kind: 'card-result', budget, key, at, outcome: heard, facts };
  if (!decline) return recordChange(context, withResult(context.recovery, intent.step, result), [counted]);
  const said = sayUnsaid({ ...context, recovery: declined(intent.step, result, decline, context) });
  return recordChange(context, said.data, [counted, ...said.effects]);
}

/** It was on its way and has come back. */
export function recordLateBackup(name: string, was: StepResult, decline: Decline, context: Context): Change {
  const said = sayUnsaid({ ...context, recovery: declined(name, was, decline, context) });
  const { budget, key, at } = was;
  const card = charged(budget, context);
  const { charge } = decline;
  const facts =
    card &&
    foreignFacts(
      context.world.lead,
      card,
      { account: context.row.account, decline, charge, from: context.now },
      context.config,
    );
  const told = { outcome: wordOf(decline), ...(facts ? { facts } : {}) };
  const counted: Effect[] = budget && key ? [{ kind: 'card-result', budget, key, at, ...told }] : [];
  return recordChange(context, said.data, [...counted, ...said.effects]);
}

/** Stripe refused the request itself: no charge was made, and this step's extra attempt is gone. */
export function skipBackup(intent: Intent, reason: string, context: Context): Change {
  const at = toIso(context.now);
  const { step, card, budget, invoice } = intent;
  const result: StepResult = { at, kind: 'skipped', invoice, card, budget, reason, plannedFor: at };
  return recordChange(context, withResult(context.recovery, step, result), []);
}

const charged = (budget: string | undefined, { world }: Context): Card | undefined =>
  world.backups?.find(({ card }) => budgetOf(card) === budget)?.card;

function declined(name: string, was: StepResult, decline: Decline, context: Context): Recovery {
  const { recovery, config, now } = context;
  const card = charged(was.budget, context);
  const verdict = judge(decline, { ...(card?.brand ? { brand: card.brand } : {}), type: 'card' }, config);
  const result: StepResult = {
    ...was,
    kind: 'declined',
    class: verdict.class,
    reason: verdict.why.code,
    ...(verdict.notBefore ? { notBefore: toIso(after(now, verdict.notBefore)) } : {}),
  };
  const heard = withResult(recovery, name, result);
  const done = verdict.class === 'UNKNOWN' ? isSpent(heard, was.budget, config) : !verdict.retries;
  const hard = done && was.budget ? [was.budget] : [];
  return {
    ...heard,
    hardCards: [...new Set([...recovery.hardCards, ...hard])],
  };
}
