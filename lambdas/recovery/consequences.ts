import { languageOf, mailEntryOf } from '../../templates/catalog.ts';
import { billingRoles, zoneOf } from '../accounts/account.ts';
import type { Effect } from '../cases/effect.ts';
import { parseDuration } from '../kernel/config/duration.ts';
import { after, earliest, type Instant, milliseconds, toIso } from '../kernel/instant.ts';
import { convertIfKnown } from '../kernel/money.ts';
import { queueMail } from '../messaging/outbox.ts';
import { pauseAt, startOf } from './calendar.ts';
import { acts, type Context } from './context.ts';
import { isOnPage, paidOnPage } from './customer-may.ts';
import { mailFacts } from './facts.ts';
import { attemptSteps, isAttemptStep, type Step, steps } from './ladder.ts';
import { answerTo, consequenceOf, type RecoveryMail } from './messages.ts';
import { withNamedPause } from './named-pause.ts';
import { nextAttemptAfter } from './next-attempt.ts';
import { type Recovery, spokenClass } from './state.ts';
import { recoveryTask } from './tasks.ts';

export interface Said {
  readonly data: Recovery;
  readonly effects: readonly Effect[];
}

/** Mail, banner and task of a rung that is behind us. */
export function consequences(step: Step, justHeard: boolean, context: Context): Said {
  const { recovery, config } = context;
  if (recovery.leavingSince) return { data: recovery, effects: [] };
  const row = consequenceOf(step, spokenClass(recovery), justHeard, config);
  const said = row.mail ? say(row.mail, step, context) : { data: recovery, effects: [] };
  const effects = [
    ...said.effects,
    ...(row.banner && !recovery.banner ? bannerOn(context) : []),
    ...(row.task && isHighValue(context) ? accountManagerTask(step, context) : []),
    ...(recovery.class === 'RISK' && justHeard ? riskTask(context) : []),
  ];
  return { data: { ...said.data, banner: recovery.banner || row.banner }, effects };
}

/** After a long wait several rungs are due at once: the last one with a mail speaks for all, not three in a minute. */
export function isSpokenForLater({ step, recovery, config, ladder, now }: Context): boolean {
  const later = attemptSteps.slice(isAttemptStep(step) ? attemptSteps.indexOf(step) + 1 : 0);
  const due = later.filter((one) => startOf(one, recovery, ladder) <= now);
  return due.some((one) => consequenceOf(one, spokenClass(recovery), false, config).mail !== undefined);
}

/**
 * A charge outside the ladder failed. Whoever was told "choose a card and we take the payment" hears what became of it:
 * another card is needed, or the same one is tried again. In the hold there is one price and one button, and no word; nor
 * to somebody who reads the answer on our page.
 */
export function afterCharge(name: string, before: Recovery['class'], context: Context): Said {
  const { recovery } = context;
  const silent = recovery.paused || recovery.leavingSince || isOnPage(name);
  const mail = silent ? undefined : answerTo(before, spokenClass(recovery));
  const said = mail ? say(mail, name, context) : { data: recovery, effects: [] };
  const risky = recovery.class === 'RISK' && before !== 'RISK' ? riskTask(context) : [];
  return { ...said, effects: [...said.effects, ...risky] };
}

export function say(mail: RecoveryMail, about: string, context: Context): Said {
  const { recovery } = context;
  const told = recovery.mails.includes(mailKey(context, about, mail));
  const data = mail === 'last-attempt' && !told ? withNamedPause(context) : recovery;
  const { key, effects } = recoveryMail(mail, about, { ...context, recovery: data });
  return { data: recovery.mails.includes(key) ? data : { ...data, mails: [...recovery.mails, key] }, effects };
}

/** Keyed by what it is about, not by the run: a restarted run cannot send it again. */
export const mailKey = (
  { row, recovery }: Pick<Context, 'row' | 'recovery'>,
  step: string,
  mail: RecoveryMail,
): string => `payment-recovery/${row.subject}/${recovery.firstFailureAt.slice(0, 19)}/${step}/${mail}`;

export function recoveryMail(mail: RecoveryMail, about: string, context: Context): { key: string; effects: Effect[] } {
  const { row, recovery, account, contact, config, now } = context;
  const template = `payment-recovery/${mail}` as const;
  const entry = mailEntryOf(template);
  const key = mailKey(context, about, mail);
  const reader = {
    language: languageOf(contact?.locale ?? account?.locale ?? 'en'),
    zone: zoneOf(account, contact, config.company.zone),
  };
  const draft = {
    key,
    account: row.account,
    journey: row.journey,
    template,
    class: entry.class,
    facts: mailFacts(mail, stepOf(about, context), context, reader),
    links: linksOf(template, context),
    roles: [...billingRoles],
    customer: recovery.customer,
    quiet: entry.quiet,
    ...floorOf(mail, about, context),
    ...(isHeldOut(mail, about, context) ? { heldOut: true as const } : {}),
    policy: row.policy,
    mode: row.mode,
    deadline: toIso(earliest(after(now, { days: entry.ttlDays }), untrueFrom(mail, stepOf(about, context), context))),
    ...(mail === 'recovered' ? thanksNeed(recovery) : { whileOpen: recovery.lead, whileCase: row.sk }),
  };
  return { key, effects: queueMail(draft, now) };
}

/** A press of the customer's own is confirmed in any case; other thanks answer a mail that was really sent. */
const thanksNeed = (recovery: Recovery): { requires?: string[] } =>
  paidOnPage(recovery) ? {} : { requires: recovery.mails };

/**
 * The calendar's own mails keep a day between each other, whichever of a customer's subscriptions they are about. An
 * answer to a card somebody just entered, a pause and a receipt neither wait nor count.
 */
function floorOf(mail: RecoveryMail, about: string, { config }: Context): { floorMs?: number; merges?: boolean } {
  const planned = steps.some((step) => step === about) && mail !== 'paused' && mail !== 'recovered';
  if (!planned) return {};
  // The final notice names the day of its own pause, which no other mail does for it.
  return {
    floorMs: milliseconds(parseDuration(config.ladder.mailFloor)),
    ...(mail === 'last-attempt' ? {} : { merges: true }),
  };
}

/** The one mail under test, for those who do not get it: it is queued like the others, so that its absence has a reason. */
const isHeldOut = (mail: RecoveryMail, about: string, { recovery: { experiment } }: Context): boolean =>
  experiment?.arm === 'held_out' && experiment.name === `recovery.${mail}` && steps.some((step) => step === about);

/** The last rung that is behind us: a mail that is about no rung may come while the next one still waits. */
function stepOf(about: string, { step, recovery }: Context): Step {
  const rung = steps.find((one) => one === about);
  const waiting = isAttemptStep(step) && !recovery.results[step];
  return rung ?? (waiting ? (steps[steps.indexOf(step) - 1] ?? step) : step);
}

/** The day of the attempt or of the pause that a mail names: handed over later, it would say what is not so any more. */
function untrueFrom(mail: RecoveryMail, step: Step, { recovery, world, ladder, now }: Context): Instant {
  const pause = pauseAt(recovery, ladder);
  if (mail === 'recovered' || mail === 'paused') return after(now, { days: 365 });
  const names = mail === 'friendly' || mail === 'urgent' || mail === 'last-attempt';
  return (names && nextAttemptAfter(step, recovery, world, ladder, now)) || pause;
}

function linksOf(
  template: `payment-recovery/${RecoveryMail}`,
  { row, recovery }: Context,
): Record<string, Record<string, string>> {
  const about = { account: row.account, case: row.sk, invoice: recovery.lead };
  return Object.fromEntries(mailEntryOf(template).links.map(({ name, page }) => [name, { page, ...about }]));
}

/** The customer's own app shows it: while nothing may leave, it stays off. */
function bannerOn({ row }: Context): Effect[] {
  if (!acts({ row })) return [];
  return [{ kind: 'account', account: row.account, set: { banner: 'payment_needs_attention' } }];
}

/** Readings 34: tier enterprise, or MRR at or above `highValueMrr`. */
export function isHighValue({ account, config }: Pick<Context, 'account' | 'config'>): boolean {
  if (account?.tier === 'enterprise') return true;
  if (!account?.mrr) return false;
  const { highValueMrr } = config;
  // Without a rate the value is not known, and nobody is treated as high-value by guess.
  const inThreshold = convertIfKnown(account.mrr, config.fx, highValueMrr.currency);
  return inThreshold !== undefined && inThreshold.amount >= highValueMrr.amount;
}

/** "Personal email from account manager for high-value accounts" (retention OS, phase 8, day 10). */
function accountManagerTask(step: Step, context: Context): Effect[] {
  const { recovery, world, account, config } = context;
  return recoveryTask('account_manager_recovery', step, context, {
    assignee: account?.owner?.email ?? config.people.manager ?? config.people.founder,
    facts: { invoice: recovery.lead, open: world.lead.amountRemaining, step },
  });
}

const riskTask = (context: Context): Effect[] =>
  recoveryTask('review_risk', 'risk', context, {
    assignee: context.config.people.operations ?? context.config.people.founder,
    facts: { invoice: context.recovery.lead },
  });
