import type { Decline } from '../billing/model.ts';
import { type Case, dueWithoutWait, type Intent, remember, sinceVersion } from '../cases/case.ts';
import type { Effect } from '../cases/effect.ts';
import type { PayOutcome, SuccessfulCharge } from '../kernel/ports.ts';
import type { Change } from '../kernel/rows.ts';
import { afterCharge, isSpokenForLater, type Said } from './consequences.ts';
import type { Context } from './context.ts';
import { judge, judged } from './judged.ts';
import { attemptSteps, isAttemptStep, type Step } from './ladder.ts';
import { chargedMonth } from './new-date.ts';
import { speak } from './say-after-backup.ts';
import { noRetryClasses, parseRecovery, type Recovery, type StepResult, spokenClass } from './state.ts';
import { foreignFacts, ownFacts, wordOf } from './tried.ts';
import { twinTask, withTwin } from './twin.ts';

/** One decision as one conditional write: the new state and, beside it, everything that follows from it. */
export function recordChange(context: Context, data: Recovery, effects: readonly Effect[], stage?: string): Change {
  const { row, now } = context;
  return sinceVersion(row, {
    set: [
      ['data', data],
      ...standing(data),
      ['stage', stage ?? stageOf(data)],
      ['pending', [...row.pending, ...effects]],
      ['applied', remember(row.applied)],
      ['log', row.log.slice(-20)],
      ...(data.leavingSince ? [['hushed', true] as const] : []),
      ...dueWithoutWait(row, now),
    ],
    remove: ['intent', ...(data.uncollectedSince ? [] : ['attention']), ...(data.leavingSince ? [] : ['hushed'])],
    if: { kind: 'equals', path: 'run', value: row.run },
  });
}

export const nobodyCollects =
  "recovery is switched off and Stripe's own retries on this invoice are off too: nobody collects it; set auto_advance to true at Stripe, or switch recovery back to live";

/** A step that gets on takes back what was flagged, but not what it cannot repair itself. */
const standing = ({ uncollectedSince }: Recovery): readonly (readonly [string, string])[] =>
  uncollectedSince
    ? [
        ['status', 'attention'],
        ['attention', nobodyCollects],
      ]
    : [['status', 'open']];

export function stageOf(data: Recovery): string {
  if (data.paused) return 'paused';
  const spoken = spokenClass(data);
  return spoken && noRetryClasses.has(spoken) ? 'waiting_for_card' : 'retrying';
}

export const withResult = (recovery: Recovery, name: string, result: StepResult): Recovery => ({
  ...recovery,
  results: { ...recovery.results, [name]: result },
});

/** What a charge of ours came to. Stage, mails and the next date all follow from this one write. */
export function recordAttempt(context: Context, intent: Intent, outcome: PayOutcome, step: Step): Change {
  const data = afterAttempt(context, intent, outcome);
  const counted = cardResult(context, intent, outcome);
  const said = outcome.kind === 'declined' ? words(intent.step, step, data, context) : { data, effects: [] };
  return recordChange(context, said.data, [counted, ...defaultCard(context, intent, outcome), ...said.effects]);
}

/** The bank called it a duplicate, and there is one: nothing is said of a failure before a person has looked. */
export function recordTwin(context: Context, intent: Intent, outcome: PayOutcome, twin: SuccessfulCharge): Change {
  const data = withTwin(afterAttempt(context, intent, outcome), twin, context.now);
  return recordChange(context, data, [cardResult(context, intent, outcome), ...twinTask(twin, context)]);
}

const cardResult = (context: Context, intent: Intent, outcome: PayOutcome): Effect => ({
  kind: 'card-result',
  budget: intent.budget,
  key: intent.key,
  at: intent.at,
  outcome: outcome.kind === 'declined' ? wordOf(outcome.decline) : outcome.kind,
  facts: ownFacts(intent, outcome, context),
});

/** The card's next free instant is the one after this charge. A charge outside the ladder has words of its own. */
function words(name: string, step: Step, data: Recovery, context: Context): Said {
  const { world, recovery } = context;
  const after = {
    ...context,
    recovery: data,
    world: { ...world, cardFreeAt: world.cardFreeAfter ?? world.cardFreeAt },
  };
  return isAttemptStep(step) && name === step
    ? speak(step, spokenClass(data) !== spokenClass(recovery), after)
    : afterCharge(name, spokenClass(recovery), after);
}

/** A charge that was on its way has failed: only now is it a failure, and only now is it spoken of. */
export function recordLateFailure(name: string, context: Context): Change {
  const { recovery, world } = context;
  const { failure } = world.lead.payment ?? {};
  const was = recovery.results[name];
  if (!failure || !was) return recordChange(context, recovery, []);
  const data = withVerdict(recovery, name, { ...was, kind: 'declined' }, failure, context);
  const heard = { ...context, recovery: data };
  const said = lateWords(name, heard, recovery);
  const { budget, key, at } = was;
  const facts =
    world.card &&
    foreignFacts(
      world.lead,
      world.card,
      { account: context.row.account, decline: failure, charge: failure.charge, from: context.now },
      context.config,
    );
  const counted: Effect[] =
    budget && key
      ? [{ kind: 'card-result', budget, key, at, outcome: wordOf(failure), ...(facts ? { facts } : {}) }]
      : [];
  return recordChange(context, said.data, [...counted, ...said.effects]);
}

/** A rung that is due by now speaks for this one as well: not two mails in a minute. */
function lateWords(name: string, context: Context, was: Recovery): Said {
  const before = spokenClass(was);
  const rung = attemptSteps.find((step) => step === name);
  if (!rung) return afterCharge(name, before, context);
  if (isSpokenForLater({ ...context, step: rung })) return { data: context.recovery, effects: [] };
  return speak(rung, spokenClass(context.recovery) !== before, context);
}

function afterAttempt(context: Context, intent: Intent, outcome: PayOutcome): Recovery {
  const { recovery } = context;
  const result: StepResult = {
    at: intent.at,
    kind: outcome.kind === 'paid' ? 'paid' : outcome.kind === 'processing' ? 'processing' : 'declined',
    invoice: intent.invoice,
    card: intent.card,
    budget: intent.budget,
    key: intent.key,
    ...(intent.why ? { why: intent.why } : {}),
    ...chargeOf(outcome),
    ...chargedMonth(context.world.card),
  };
  const known = [...new Set([...recovery.knownCards, intent.budget])];
  if (outcome.kind !== 'declined') return { ...withResult(recovery, intent.step, result), knownCards: known };
  return withVerdict({ ...recovery, knownCards: known }, intent.step, result, outcome.decline, context);
}

const chargeOf = (outcome: PayOutcome): { charge?: string } => {
  const charge =
    outcome.kind === 'declined' ? outcome.decline.charge : outcome.kind === 'paid' ? outcome.charge : undefined;
  return charge === undefined ? {} : { charge };
};

const withVerdict = (
  recovery: Recovery,
  name: string,
  result: StepResult,
  decline: Decline,
  { world, config, now }: Context,
): Recovery => judged(recovery, name, result, judge(decline, cardFacts(world), config), config, now);

const cardFacts = ({ card }: Context['world']): { brand?: string; type?: string } => ({
  ...(card?.brand ? { brand: card.brand } : {}),
  ...(card?.type ? { type: card.type } : {}),
});

/** The portal sets a new card on the customer only, and Stripe would go on charging the old one (facts, finding 10). */
function defaultCard({ world, row }: Context, intent: Intent, outcome: PayOutcome): Effect[] {
  const differs = world.subscription.defaultPaymentMethod !== intent.card;
  const works = outcome.kind === 'paid' || outcome.kind === 'processing';
  if (!differs || !works || row.mode !== 'live') return [];
  return [
    { kind: 'default-card', subscription: world.subscription.id, card: intent.card, key: `${intent.key}-default` },
  ];
}

/** Drops an intent that was certainly not carried out; its step may be decided anew under the next key. */
export const abandonIntent = (row: Case, intent: Intent): Change =>
  sinceVersion(row, {
    set: [[['data', 'spent'], { ...spentOf(row), [intent.step]: intent.attempt }]],
    remove: ['intent'],
    if: { kind: 'equals', path: ['intent', 'key'], value: intent.key },
  });

const spentOf = (row: Case): Recovery['spent'] => parseRecovery(row.data).spent;
