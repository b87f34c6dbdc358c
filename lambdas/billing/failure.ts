import { enrol } from '../accounts/holdout.ts';
import { loadAccount } from '../accounts/load-account.ts';
import { type Case, caseSort } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import { openCase } from '../cases/open.ts';
import { parseDuration } from '../kernel/config/duration.ts';
import { modeOf, type RetentionConfig } from '../kernel/config/index.ts';
import { Conflict, NotFound, Throttled } from '../kernel/failures.ts';
import { stableFraction } from '../kernel/ids.ts';
import { before, type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Recovery } from '../recovery/state.ts';
import { isDisputed, leaveFailureToPerson } from './disputes.ts';
import { recoverable } from './eligible.ts';
import { foreignAttempt, namesOf } from './foreign-attempt.ts';
import { type Happening, remember } from './happening.ts';
import type { Invoice, Subscription } from './model.ts';
import { isOfNextPeriod, makeRoom } from './next-period.ts';
import { isOwnKey } from './own-key.ts';
import { projectInvoice, projectSubscription } from './project.ts';
import { freshen } from './project-account.ts';
import { readAtOf } from './recent-answers.ts';

/** A failed charge: ours (an echo), the first of a renewal (opens a case), or somebody else's (kept on the card, raises news). */
export async function takeInFailure(happening: Happening, ports: Ports): Promise<void> {
  const { event, plan, account } = happening;
  if (isOwnKey(event.requestKey)) return remember(event, 'an echo of our own attempt', ports);
  const asked = ports.clock.now();
  const read = await readFailed(plan.ids.invoice, ports);
  if (!read) return remember(event, 'the invoice does not exist at Stripe', ports);
  const { invoice, subscription } = read;
  await projectInvoice(account, invoice, readAtOf(invoice, asked), ports);
  if (subscription) await projectSubscription(account, subscription, readAtOf(subscription, asked), ports);
  const running = happening.open.find((row) => row.subject === invoice.subscription);
  if (running && isOfEarlierRun(running, invoice))
    return remember(event, 'an earlier run has settled this invoice', ports);
  if (running && !isOfNextPeriod(running, invoice)) return foreignAttempt(running, invoice, happening, ports);
  const { hash, config } = await ports.policies.current();
  const goLive = config.goLive['payment-recovery'];
  const verdict = recoverable(invoice, subscription, event.created, goLive ? parseInstant(goLive) : undefined);
  if (verdict.kind === 'not_ours' || !subscription)
    return remember(event, verdict.kind === 'ours' ? 'gone' : verdict.why, ports);
  const before = await settledElsewhere(invoice, happening, ports);
  if (before) return remember(event, `run ${before.run} of ${before.account} has settled this invoice`, ports);
  if (await isDisputed([account, ...happening.former], ports)) {
    await leaveFailureToPerson(account, invoice, ports);
    return remember(event, 'a dispute is open on this account: left to a person', ports);
  }
  if (running && !(await makeRoom(running, invoice, ports)))
    throw new Conflict(`the case of ${running.subject} moved while ${event.id} was taken in: it comes back`);
  const opened = await open(happening, { invoice, subscription }, { hash, config }, ports);
  if (opened.kind === 'settled') return remember(event, `run ${opened.row.run} has settled this invoice`, ports);
  if (opened.kind === 'running') return foreignAttempt(opened.row, invoice, happening, ports);
}

/** Told days late, it says nothing about this run. What a restarted run had taken is still its own. */
const isOfEarlierRun = (row: Case, { id }: Invoice): boolean =>
  row.settled.includes(id) && !Object.hasOwn(Object(row.data.taken), id) && row.data.lead !== id;

/** What was settled or given up before the customer was linked here opens nothing here. */
async function settledElsewhere({ id, subscription }: Invoice, { former }: Happening, { rows }: Ports) {
  for (const account of subscription ? former : []) {
    const row = await loadCase(rows, account, caseOf(subscription ?? ''));
    if (row?.settled.includes(id)) return row;
  }
  return undefined;
}

async function readFailed(
  id: string | undefined,
  ports: Ports,
): Promise<{ invoice: Invoice; subscription?: Subscription } | undefined> {
  if (!id) return undefined;
  try {
    const invoice = await ports.billing.invoice(id, 'reread');
    if (!invoice.subscription) return { invoice };
    return { invoice, subscription: await ports.billing.subscription(invoice.subscription, 'reread') };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** The tier decides how it is treated. With no calls left the case opens on what is known: a failed payment does not wait. */
async function knowTheAccount(account: string, ports: Ports): Promise<void> {
  try {
    await freshen(account, 'reread', ports);
  } catch (error) {
    if (!(error instanceof Throttled)) throw error;
    ports.log.warn('account not read before its case opens', { account });
  }
}

async function open(
  happening: Happening,
  { invoice, subscription }: { invoice: Invoice; subscription: Subscription },
  { hash, config }: { hash: string; config: RetentionConfig },
  ports: Ports,
) {
  const { event, account, customer } = happening;
  await knowTheAccount(account, ports);
  const known = await loadAccount(ports.rows, account);
  const experiment = await experimentOf(account, config, ports);
  return openCase(
    {
      account,
      journey: 'payment-recovery',
      subject: subscription.id,
      policy: hash,
      mode: modeOf(config, {
        journey: 'payment-recovery',
        tier: known?.tier ?? 'smb',
        fraction: stableFraction('payment-recovery', account),
      }),
      stage: 'retrying',
      about: invoice.id,
      events: namesOf(happening, invoice),
      what: event.type,
      data: {
        ...freshRecovery(invoice, customer, firstFailureAt(event.created, ports.clock.now(), config)),
        ...(isFirstAfterTrial(invoice, subscription) ? { afterTrial: true as const } : {}),
        ...(experiment ? { experiment } : {}),
      },
    },
    ports,
  );
}

/** Only the named mail is under test, and only where the owner asked for it (`holdouts.recovery`). */
async function experimentOf(account: string, { holdouts }: RetentionConfig, ports: Ports) {
  const { step, percent } = holdouts.recovery;
  return step && percent > 0 ? enrol(account, `recovery.${step}`, percent, ports) : undefined;
}

/** A failure we hear of very late counts from when we heard, so that nobody's first mail is the last one. */
function firstFailureAt(failed: Instant, now: Instant, { ladder }: RetentionConfig): { at: Instant; note?: string } {
  if (failed >= before(now, parseDuration(ladder.lateStart))) return { at: failed < now ? failed : now };
  return {
    at: now,
    note: `failed at ${toIso(failed)}, heard of later than ${ladder.lateStart}: the ladder starts when we heard`,
  };
}

/** Stripe makes the subscription active before that invoice is paid, and calls it a renewal: its period tells. */
export const isFirstAfterTrial = ({ periodStart }: Invoice, { trialEnd }: Subscription): boolean =>
  trialEnd !== undefined && periodStart === trialEnd;

const freshRecovery = (invoice: Invoice, customer: string, first: { at: Instant; note?: string }): Recovery => ({
  customer,
  subscription: invoice.subscription ?? '',
  lead: invoice.id,
  firstFailureAt: toIso(first.at),
  ...(first.note ? { firstFailureNote: first.note } : {}),
  taken: {},
  knownCards: [],
  hardCards: [],
  results: {},
  spent: {},
  banner: false,
  mails: [],
});

export const caseOf = (subscription: string): string => caseSort('payment-recovery', subscription);
