import { ask, type Finding, fail, pass, warn } from './finding.ts';

export interface AccountFacts {
  /** Undefined: the key may not say. */
  readonly account: string | undefined;
  readonly connectedTo: string | undefined;
  /** Accounts connected to this one, as a platform has them. */
  readonly connectedAccounts: number | undefined;
  /** Open invoices on which Stripe itself plans another attempt. */
  readonly plannedByStripe: number;
  /** Subscriptions that Stripe ended, paused or gave up by its own rule after failed payments, in 90 days. */
  readonly endedByStripe: { readonly canceled: number; readonly unpaid: number; readonly paused: number };
  /** Whether the list of subscriptions was read to its end. */
  readonly whole: boolean;
}

const settings = 'Billing, Revenue recovery in Stripe';

/** What of the account's settings the API shows by its traces, and the rest as questions: it has no call for them. */
export const judgeAccount = (facts: AccountFacts): readonly Finding[] => [
  ...oneAccount(facts),
  ...retries(facts),
  ...endAction(facts),
  ask(
    'are Stripe’s mails off: failed payments, expiring cards, 3D Secure?',
    `${settings}, Emails; else customers get two of each`,
  ),
  ask('is no automation of Stripe’s set up on failed payments?', `${settings}, Automations`),
];

function oneAccount({ account, connectedTo, connectedAccounts }: AccountFacts): readonly Finding[] {
  const rule = 'one deployment is one Stripe account and one brand; a second brand is a second deployment';
  const mismatch =
    account !== undefined && connectedTo !== undefined && connectedTo !== 'unknown' && account !== connectedTo
      ? [fail(`the key is of account ${account}, the stage is connected to ${connectedTo}`, rule)]
      : [];
  const platform =
    (connectedAccounts ?? 0) > 0
      ? [warn('this account is a Connect platform: payments of its connected accounts are not recovered', rule)]
      : [];
  return mismatch.length + platform.length > 0 ? [...mismatch, ...platform] : [pass('one Stripe account, no Connect')];
}

function retries({ plannedByStripe: count }: AccountFacts): readonly Finding[] {
  const off = `turn Smart Retries off in ${settings}; until then each is taken over when its case opens`;
  return count > 0
    ? [warn(`Stripe plans attempts of its own on ${count} open ${count === 1 ? 'invoice' : 'invoices'}`, off)]
    : [ask('are Smart Retries off? no open invoice shows one now', off)];
}

/** A parallel end by Stripe would cancel what is to be paused and kept. */
function endAction({ endedByStripe: { canceled, unpaid, paused }, whole }: AccountFacts): readonly Finding[] {
  const set = `set "leave the subscription past due" in ${settings}`;
  const seen = [
    ...(canceled > 0 ? [`cancelled ${canceled}`] : []),
    ...(unpaid > 0 ? [`marked ${unpaid} unpaid`] : []),
    ...(paused > 0 ? [`paused ${paused}`] : []),
  ];
  const scope = whole ? '' : ' of those that were looked at';
  if (seen.length > 0)
    return [fail(`Stripe's own rule ${seen.join(', ')} subscriptions${scope} after failed payments in 90 days`, set)];
  return [ask('does Stripe leave a subscription past due when all attempts failed? no other end was seen', set)];
}
