import * as z from 'zod';
import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';
import { capabilities } from './capabilities.ts';
import { customerOf } from './people.ts';
import type { Stage } from './play.ts';
import type { Story } from './read-story.ts';
import { accountsOf, addressesOf, pendingOf } from './report-accounts.ts';
import { emailsOf, withheldOf, wouldSendOf } from './report-mail.ts';
import { notChargedOf } from './report-not-charged.ts';
import { byText, rowsOf, runsOf } from './table-rows.ts';
import { timelineOf } from './timeline.ts';
import { violationsOf } from './violations.ts';

export type Report = ReturnType<typeof reportOf>;

const iso = (at: number): string => toIso(instant(at));

/** Parts that capabilities to come will fill. */
const empty = {
  movements: [],
  answers: [],
  health: [],
  signals: [],
  surveys: [],
  reports: [],
  figures: {},
  pages: [],
  holdouts: [],
};

export function reportOf({ world, story, notes, looks }: Stage) {
  const emails = emailsOf(world);
  const withheld = withheldOf(world);
  const charges = chargesOf(world, story);
  const executions = executionsOf(world);
  const events = world.events.map(({ at, account, type, detail }) => ({ at: toIso(at), account, type, detail }));
  const tasks = rowsOf(world, 'task')
    .map(plain)
    .sort(byText(({ at, id }) => `${at}|${id}`));
  const webhooks = world.webhooks.map((webhook) => ({ ...webhook, at: iso(webhook.at) }));
  return {
    name: story.name,
    start: toIso(story.start),
    end: toIso(story.end),
    seed: story.seed,
    timeline: timelineOf({ notes, webhooks, executions, charges, emails, withheld, events, tasks }),
    emails,
    withheld,
    charges,
    stripeCalls: world.stripe.calls.map((call) => ({ ...call, at: iso(call.at) })),
    executions: executions.map(({ entered, ...rest }) => ({ ...rest, states: entered.map(({ state }) => state) })),
    cases: casesOf(world),
    alerts: events.flatMap(({ at, account, type, detail }) => (type === 'alert' ? [{ ...detail, at, account }] : [])),
    tasks,
    accounts: accountsOf(world),
    pending: pendingOf(world),
    violations: violationsOf(charges, emails),
    looks,
    ...empty,
    events,
    notCharged: notChargedOf(world, executions),
    addresses: addressesOf(world, story),
    wouldSend: wouldSendOf(world),
    wouldCharge: rowsOf(world, 'would-charge')
      .map(plain)
      .sort(byText(({ at }) => String(at))),
    capabilities,
  };
}

/** Without the parts that only place a row in the table. */
function plain(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { pk: _pk, sk: _sk, entity: _entity, duePk: _a, dueSk: _b, listPk: _c, listSk: _d, ...rest } = row;
  return rest;
}

function chargesOf(world: World, { accounts }: Story) {
  const owners = new Map(accounts.map((account) => [customerOf(account), account.id]));
  return world.stripe.charges.map((charge) => ({
    at: iso(charge.at),
    account: owners.get(charge.customer) ?? null,
    invoice: charge.invoice,
    card: charge.card,
    fingerprint: charge.fingerprint ?? null,
    actor: charge.actor,
    amount: charge.amount,
    currency: charge.currency,
    outcome: charge.outcome,
    reason: charge.outcome === 'ok' ? null : charge.reason,
    idempotencyKey: charge.idempotencyKey ?? null,
  }));
}

const inputSchema = z.looseObject({ account: z.string().optional() });
const enteredSchema = z.looseObject({ name: z.string() });

function executionsOf(world: World) {
  return world.executions().map(({ name, machine, input, frame, startedAt, history }) => ({
    name,
    machine: machine.name,
    account: inputSchema.parse(JSON.parse(input)).account ?? null,
    status: frame.status,
    startedAt: iso(startedAt),
    endedAt: frame.stoppedAt === undefined ? null : iso(frame.stoppedAt),
    entered: history.flatMap((event) =>
      event.stateEnteredEventDetails === undefined
        ? []
        : [{ at: iso(event.timestamp), state: enteredSchema.parse(event.stateEnteredEventDetails).name }],
    ),
    output: frame.output ?? null,
  }));
}

const casesOf = (world: World) =>
  runsOf(world).map(({ account, journey, subject, run, status, stage, outcome, openedAt, closedAt, attention }) => ({
    account,
    journey,
    subject,
    run,
    status,
    stage,
    outcome: outcome ?? null,
    openedAt,
    closedAt: closedAt ?? null,
    ...(attention === undefined ? {} : { attention }),
  }));
