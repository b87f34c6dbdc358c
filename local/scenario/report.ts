import * as z from 'zod';
import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';
import { capabilities } from './capabilities.ts';
import { evidenceOf } from './evidence.ts';
import { customerOf } from './people.ts';
import type { Story } from './read-story.ts';
import { accountsOf, addressesOf } from './report-accounts.ts';
import { executionsOf } from './report-executions.ts';
import { emailsOf, withheldOf } from './report-mail.ts';
import { notChargedOf } from './report-not-charged.ts';
import { wouldChargeOf, wouldSendOf } from './report-observed.ts';
import { pendingOf } from './report-pending.ts';
import { reconciledOf, repairNotes } from './report-reconciled.ts';
import { webhooksOf } from './report-webhooks.ts';
import type { Stage } from './stage.ts';
import { byText, type Row, rowsOf, runsOf } from './table-rows.ts';
import { timelineOf } from './timeline.ts';
import { violationsOf } from './violations.ts';

export type Report = Awaited<ReturnType<typeof reportOf>>;

const iso = (at: number): string => toIso(instant(at));

/** Parts that capabilities to come will fill. */
const empty = {
  health: [],
  signals: [],
  surveys: [],
  reports: [],
  figures: {},
};

export async function reportOf({ world, story, recorder, faults, looks, answers, pages }: Stage) {
  // Reading for the report is nobody's call.
  faults.resting = true;
  const owners = ownersOf(world, story);
  const stripeCalls = world.stripe.calls.map(({ at, method, path, params, idempotencyKey, status }) => {
    return { at: iso(at), method, path, params, idempotencyKey: idempotencyKey ?? null, status };
  });
  const emails = await emailsOf(world);
  const withheld = await withheldOf(world);
  const charges = chargesOf(world, owners);
  const executions = executionsOf(world);
  const events = world.events.map(({ at, account, type, detail }) => ({ at: toIso(at), account, type, detail }));
  const alerts = alertsOf(events);
  const tasks = tasksOf(world);
  const webhooks = webhooksOf(world, recorder, owners);
  return {
    name: story.name,
    start: toIso(story.start),
    end: toIso(story.end),
    seed: story.seed,
    timeline: timelineOf({
      noted: [...recorder.noted, ...repairNotes(world)],
      webhooks,
      executions,
      charges,
      emails,
      withheld,
      alerts,
      tasks,
    }),
    emails,
    withheld,
    charges,
    stripeCalls,
    executions: executions.map(({ entered, ...rest }) => ({ ...rest, states: entered.map(({ state }) => state) })),
    cases: casesOf(world),
    alerts,
    tasks,
    movements: [],
    accounts: accountsOf(world),
    pending: pendingOf(world),
    violations: violationsOf(evidenceOf(world, story, { charges, mails: emails })),
    looks,
    answers,
    pages,
    ...empty,
    events,
    notCharged: notChargedOf(world),
    holdouts: holdoutsOf(world),
    addresses: addressesOf(world, story),
    wouldSend: await wouldSendOf(world),
    wouldCharge: wouldChargeOf(world),
    reconciled: reconciledOf(world),
    capabilities,
  };
}

/** Stripe customer to account: as the story says, and as the table has it by the end. */
const ownersOf = (world: World, { accounts }: Story): ReadonlyMap<string, string> =>
  new Map([
    ...accounts.map((account) => [customerOf(account), account.id] as const),
    ...rowsOf(world, 'pointer').map(({ pk, account }) => [String(pk).replace(/^C#/, ''), String(account)] as const),
  ]);

function chargesOf(world: World, owners: ReadonlyMap<string, string>) {
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

const alertDetail = z.looseObject({ alert: z.string(), due: z.string().nullable().default(null) });

const alertsOf = (events: readonly { at: string; account: string; type: string; detail: object }[]) =>
  events.flatMap(({ at, account, type, detail }) =>
    type === 'alert' ? [{ at, account, ...alertDetail.parse(detail) }] : [],
  );

const taskRow = z.looseObject({
  id: z.string(),
  account: z.string(),
  kind: z.string(),
  status: z.string(),
  at: z.string(),
  due: z.string(),
  assignee: z.string().nullable().default(null),
  source: z.string().nullable().default(null),
  doneAt: z.string().nullable().default(null),
  result: z.string().nullable().default(null),
  facts: z.record(z.string(), z.unknown()).default({}),
});

const tasksOf = (world: World) =>
  rowsOf(world, 'task')
    .map((row) => {
      const { id, at, account, kind, assignee, due, facts, status, doneAt, result, source } = taskRow.parse(row);
      return { id, at, account, kind, assignee, due, facts, status, doneAt, result, source };
    })
    .sort(byText(({ at, id }) => `${at}|${id}`));

const casesOf = (world: World) => {
  const ends = new Map(rowsOf(world, 'outcome').map((row) => [`${row.account}/${row.subject}/${row.run}`, row]));
  return runsOf(world).map(
    ({ account, journey, subject, run, status, stage, outcome, openedAt, closedAt, attention }) => ({
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
      ...broughtBack(ends.get(`${account}/${subject}/${run}`)),
    }),
  );
};

/** What brought the money back; nothing for a run that did not recover any. */
const broughtBack = (end: Row | undefined) =>
  end?.cause === undefined ? {} : { cause: end.cause, ...(end.rung === undefined ? {} : { rung: end.rung }) };

const holdoutsOf = (world: World) =>
  rowsOf(world, 'holdout').map(({ account, experiment, arm, p }) => ({ account, experiment, arm, p }));
