import { type Owner, ownerOfCustomer } from '../accounts/identify.ts';
import { completeRequest } from '../cards/consent-request.ts';
import { type Case, parseCase } from '../cases/case.ts';
import { type News, raiseNews } from '../cases/news.ts';
import { NotFound } from '../kernel/failures.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Path } from '../kernel/rows.ts';
import { knowing } from './coalesced-billing.ts';
import { noteDispute } from './disputes.ts';
import { planEvent } from './event-plan.ts';
import { takeInFailure } from './failure.ts';
import { actorOf, type Handled, type Happening, remember } from './happening.ts';
import { noteOverdue } from './overdue.ts';
import { isOwnKey } from './own-key.ts';
import { markStale } from './project.ts';
import { projectAfter, projectBefore } from './project-news.ts';
import { readStripeEvent } from './stripe-event.ts';

/** Takes in one event: decides once, on the row it changes; what the event's copy says is only a hint, Stripe is asked. */
export async function takeInEvent(body: unknown, reached: Ports): Promise<void> {
  const event = readStripeEvent(body);
  const ports = knowing(event.created, reached);
  const plan = planEvent(event);
  if (plan.kind === 'ignored') return remember(event, plan.why, ports);
  const customer = plan.ids.customer ?? (await customerBehind(plan, ports));
  if (!customer) return remember(event, 'it names no customer', ports);
  const { config } = await ports.policies.current();
  const owner = await ownerOfCustomer(customer, ports, config.stripe.accountIdMetadata);
  if (!owner) return remember(event, 'Stripe does not know its customer', ports);
  const happening: Happening = { event, plan, ...owner, customer, open: await openCasesOf(owner, customer, ports) };
  if (plan.hint === 'failed' || plan.hint === 'action_required') return takeInFailure(happening, ports);
  return takeInNews(happening, ports);
}

async function customerBehind({ ids }: Handled, ports: Ports): Promise<string | undefined> {
  try {
    if (ids.invoice) return (await ports.billing.invoice(ids.invoice, 'projection')).customer;
    if (ids.subscription) return (await ports.billing.subscription(ids.subscription, 'projection')).customer;
    return ids.charge ? await ports.billing.customerOfCharge(ids.charge, 'projection') : undefined;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** A case that was open when a person linked its customer elsewhere stays where it is, and hears of everything there. */
async function openCasesOf({ account, former }: Owner, customer: string, ports: Ports): Promise<Case[]> {
  const cases = await openCases(account, ports);
  for (const one of former) {
    const left = await openCases(one, ports);
    cases.push(...left.filter(({ data }) => data.customer === customer));
  }
  return cases;
}

async function openCases(account: string, { rows }: Ports): Promise<Case[]> {
  const page = await rows.query({ pk: `A#${account}`, sk: { prefix: 'CASE#payment-recovery#' } });
  return page.items.filter((item) => item.entity === 'case' && item.status !== 'closed').map(parseCase);
}

/** News for every open case it may concern; without one, the account is marked for a later read. */
async function takeInNews(happening: Happening, ports: Ports): Promise<void> {
  await noteDispute(happening, ports);
  // Before the case hears of the card: it reads then what the customer agreed to.
  const { account, former, plan } = happening;
  if (plan.ids.setup) await completeRequest([account, ...former], plan.ids.setup, ports);
  const subscription = await projectBefore(happening, ports);
  await tell(happening, ports);
  await noteOverdue(happening, subscription, ports);
  await projectAfter(happening, ports);
}

async function tell(happening: Happening, ports: Ports): Promise<void> {
  const { event, plan, account } = happening;
  if (isOwnKey(event.requestKey)) return remember(event, 'an echo of our own call', ports);
  const concerned = happening.open.filter((row) => concerns(row, plan));
  if (concerned.length === 0) return markStale(account, event.id, ports);
  for (const row of concerned) {
    await raiseNews(
      row,
      { events: [event.id], what: event.type, set: factOf(happening), append: updateOf(happening) },
      ports,
    );
  }
}

function concerns(row: Case, { ids, concern }: Handled): boolean {
  if (concern === 'subscription') return row.subject === ids.subscription;
  if (concern === 'invoice' && ids.subscription) return row.subject === ids.subscription;
  return true;
}

/** Facts that a fresh read of Stripe would not show. Everything else is only a reason to read. */
function factOf({ event, plan }: Happening): readonly (readonly [Path, unknown])[] {
  if (plan.hint === 'disputed') return [[['data', 'disputed'], plan.ids.charge ?? event.id]];
  if (plan.hint === 'paid' && plan.ids.invoice)
    return [[['data', 'payer'], { invoice: plan.ids.invoice, by: actorOf(event), at: toIso(event.created) }]];
  return [];
}

/** Which card the networks renewed: only a charge on that very card has a reason now. */
function updateOf({ event, plan }: Happening): NonNullable<News['append']> {
  if (plan.hint !== 'automatically_updated' || !plan.ids.card) return [];
  return [[['data', 'updates'], [{ event: event.id, card: plan.ids.card, at: toIso(event.created) }]]];
}
