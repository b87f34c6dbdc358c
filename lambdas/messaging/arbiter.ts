import { type Instant, milliseconds, parseInstant } from '../kernel/instant.ts';
import type { Address } from './address.ts';
import type { Message } from './outbox.ts';
import { firstAllowed, type QuietHours } from './quiet-hours.ts';

/** Why a message waits or is dropped: contract words, shown to people and in reports. */
export type Reason =
  | 'suppressed.bounce'
  | 'suppressed.complaint'
  | 'suppressed.soft'
  | 'goal.met'
  | 'quiet.night'
  | 'quiet.weekend'
  | 'deadline'
  | 'cap.24h'
  /** Another mail has just said the same to the same customer. */
  | 'duplicate'
  | 'brake'
  | 'hold.account'
  /** In the control group of an experiment (completions A14). */
  | 'holdout'
  /** One of the first mails of its template, which wait for a person. */
  | 'approval'
  /** A person has read it and does not want it sent. */
  | 'not_approved'
  | 'no_recipient'
  | 'no_fact'
  | 'mode.observe'
  /** A stage that is not live writes to those on its list only. */
  | 'stage.allow_list'
  /** SES sends for nobody at the moment. */
  | 'unavailable'
  /** SES refused this mail for good; the address is not to blame. */
  | 'refused';

export type Ruling =
  | { readonly kind: 'send' }
  | { readonly kind: 'defer'; readonly reason: Reason; readonly until: Instant }
  | { readonly kind: 'drop'; readonly reason: Reason; readonly saidBy?: string };

/** All a ruling is made from, read just before it. */
export interface Hearing {
  readonly message: Message;
  readonly address: Address;
  /** The reader's own zone. */
  readonly zone: string;
  readonly quiet: QuietHours;
  readonly goal: 'open' | 'met' | 'unknown_yet';
  readonly accountHeld: boolean;
  /** Mails to our own people in 24 hours; null for a customer's, who has caps of another kind. */
  readonly ownCap: number | null;
  /** The mail of another case that named this one's invoice within the floor. */
  readonly saidBy?: string | undefined;
  /** A person has to read it first. */
  readonly needsApproval: boolean;
  readonly braked: boolean;
  readonly brakedSince?: Instant;
  readonly now: Instant;
}

type Rule = (hearing: Hearing) => Ruling | undefined;

/** How long a stopped or held message sleeps before it asks again. */
const askAgain = 10 * 60_000;
/** In a pause of days it sleeps as long again as the pause has lasted, up to this: it then leaves within the hour. */
const askAgainAtLatest = 60 * 60_000;

const suppression: Rule = ({ address, now }) => {
  if (address.suppressed) return { kind: 'drop', reason: `suppressed.${address.suppressed.reason}` };
  const held = address.heldUntil ? parseInstant(address.heldUntil) : now;
  return held > now ? { kind: 'defer', reason: 'suppressed.soft', until: held } : undefined;
};

const goal: Rule = ({ goal: state, now }) => {
  if (state === 'met') return { kind: 'drop', reason: 'goal.met' };
  return state === 'unknown_yet' ? { kind: 'defer', reason: 'goal.met', until: (now + 60_000) as Instant } : undefined;
};

const holdout: Rule = ({ message }) => (message.heldOut ? { kind: 'drop', reason: 'holdout' } : undefined);

const deadline: Rule = ({ message, now }) =>
  message.deadline && parseInstant(message.deadline) < now ? { kind: 'drop', reason: 'deadline' } : undefined;

const brake: Rule = ({ braked, brakedSince = undefined, accountHeld, now }) => {
  const sleep = Math.min(Math.max(now - (brakedSince ?? now), askAgain), askAgainAtLatest);
  if (braked) return { kind: 'defer', reason: 'brake', until: (now + sleep) as Instant };
  return accountHeld ? { kind: 'defer', reason: 'hold.account', until: (now + askAgain) as Instant } : undefined;
};

/** Whoever approves it sets it due at once; asked again for the case that enough others were approved meanwhile. */
const approvalAskedAgain = 3 * 60 * 60_000;

const approval: Rule = ({ needsApproval, now }) =>
  needsApproval ? { kind: 'defer', reason: 'approval', until: (now + approvalAskedAgain) as Instant } : undefined;

const quietHours: Rule = ({ message, zone, quiet, now }) => {
  if (message.quiet === 'none') return undefined;
  const allowed = firstAllowed(now, zone, { ...quiet, weekends: quiet.weekends && message.quiet === 'weekends' });
  return allowed.reason ? { kind: 'defer', reason: allowed.reason, until: allowed.at } : undefined;
};

const duplicate: Rule = ({ saidBy }) =>
  saidBy === undefined ? undefined : { kind: 'drop', reason: 'duplicate', saidBy };

/** "At most one recovery mail per 24 h per customer": two subscriptions that fail together do not write twice a day. */
const floor: Rule = ({ message, address, now }) => {
  if (message.floorMs === undefined) return undefined;
  const others = address.slots.filter((slot) => slot.floor === message.account && slot.key !== message.key);
  const until = Math.max(0, ...others.map((slot) => parseInstant(slot.at))) + message.floorMs;
  return until > now ? { kind: 'defer', reason: 'cap.24h', until: until as Instant } : undefined;
};

/** Twenty tasks a day are read, the twenty-first would not be: it waits until the day has room (`caps.internal24h`). */
const ownCap: Rule = ({ message, address, ownCap: cap, now }) => {
  if (cap === null) return undefined;
  if (cap === 0) return { kind: 'drop', reason: 'cap.24h' };
  const others = address.slots.filter((slot) => slot.class === 'internal' && slot.key !== message.key);
  const leaves = others.map((slot) => parseInstant(slot.at) + milliseconds({ days: 1 })).sort((a, b) => b - a);
  const until = leaves[cap - 1] ?? now;
  return until > now ? { kind: 'defer', reason: 'cap.24h', until: until as Instant } : undefined;
};

/** In this order: what can never be sent first, what only has to wait last. Consent, exclusion and caps join here. */
const rules: readonly Rule[] = [
  suppression,
  holdout,
  goal,
  deadline,
  duplicate,
  brake,
  approval,
  quietHours,
  floor,
  ownCap,
];

/** One pure function decides at the moment of sending (spec messaging, the arbiter). */
export function arbitrate(hearing: Hearing): Ruling {
  for (const rule of rules) {
    const ruling = rule(hearing);
    if (ruling) return ruling;
  }
  return { kind: 'send' };
}
