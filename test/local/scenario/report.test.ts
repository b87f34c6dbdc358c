import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { causes } from '../../../lambdas/recovery/attribution.ts';
import { playStory } from '../../../local/scenario/play.ts';
import { parseStory } from '../../../local/scenario/read-story.ts';
import { account, play, renewal, rows } from './story.ts';

const folder = new URL('../../journeys/stories/', import.meta.url);
const names = readdirSync(folder).sort();

const text = z.string().min(1);
const iso = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const maybe = text.nullable();
const empty = z.array(z.never());
const money = { amount: z.int(), currency: z.string().length(3) };

const kinds = [
  'webhook.accepted',
  'webhook.rejected',
  'execution.started',
  'state.entered',
  'execution.ended',
  'charge',
  'email.sent',
  'email.withheld',
  'email.event',
  'alert',
  'task',
  'account.status',
  'health.scored',
  'movement',
  'page.opened',
  'page.submitted',
  'fault',
  'deploy',
  'note',
] as const;

const mail = z.strictObject({
  at: iso,
  account: text,
  to: text,
  from: text,
  replyTo: z.array(text).optional(),
  template: text,
  class: z.enum(['service', 'lifecycle', 'internal']),
  subject: text,
  key: text,
  id: text.optional(),
  invoice: maybe,
  late: z.boolean(),
  locale: text,
  facts: z.record(z.string(), z.unknown()),
  links: z.array(z.strictObject({ name: text, page: text, url: z.url() })),
  headers: z.record(z.string(), z.string()),
  text,
  html: text,
});

const charge = z.strictObject({
  at: iso,
  account: text,
  invoice: text,
  card: text,
  fingerprint: maybe,
  actor: z.enum(['us', 'stripe', 'customer']),
  ...money,
  outcome: maybe,
  reason: maybe,
  idempotencyKey: maybe,
  step: text.optional(),
});

const pending = z.strictObject({ due: iso, account: maybe, journey: maybe, what: text, key: maybe });

const accounts = z.record(
  z.string(),
  z.strictObject({
    status: z.enum(['none', 'trialing', 'active', 'past_due', 'paused', 'churned', 'deletion_due', 'deleted']),
    tier: z.enum(['free_trial', 'smb', 'mid_market', 'enterprise']),
    stage: z.null(),
    health: z.strictObject({
      score: z.null(),
      exact: z.null(),
      tier: z.null(),
      coverage: z.null(),
      contributions: empty,
    }),
    onboarding: z.null(),
    openSignals: empty,
    banner: z.enum(['payment_needs_attention', 'paused']).nullable(),
  }),
);

/** The report of scenario-format.md, field by field; what a later capability fills is present and empty. */
const report = z.strictObject({
  name: text,
  start: iso,
  end: iso,
  seed: z.int(),
  timeline: z.array(z.looseObject({ at: iso, kind: z.enum(kinds), account: maybe })),
  emails: z.array(mail),
  withheld: z.array(
    z.strictObject({
      at: iso,
      account: text,
      to: maybe,
      template: text,
      key: text,
      verdict: z.enum(['dropped', 'deferred']),
      reason: z.string().regex(/^[a-z0-9_]+(\.[a-z0-9]+)?$/),
      text,
      until: iso.optional(),
    }),
  ),
  charges: z.array(charge),
  stripeCalls: z.array(
    z.strictObject({
      at: iso,
      method: z.enum(['GET', 'POST', 'DELETE']),
      path: z.string().startsWith('/v1/'),
      params: z.record(z.string(), z.unknown()),
      idempotencyKey: maybe,
      status: z.int(),
    }),
  ),
  executions: z.array(
    z.strictObject({
      name: text,
      machine: text,
      account: text,
      status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
      startedAt: iso,
      endedAt: iso.nullable(),
      states: z.array(text).min(1),
      output: z.unknown(),
    }),
  ),
  cases: z.array(
    z.strictObject({
      account: text,
      journey: text,
      subject: text,
      run: z.int().min(1),
      status: z.enum(['open', 'closed', 'attention']),
      stage: z.enum(['retrying', 'waiting_for_card', 'paused', 'hold']),
      outcome: maybe,
      openedAt: iso,
      closedAt: iso.nullable(),
      attention: text.optional(),
      cause: z.enum(causes).optional(),
      rung: text.optional(),
    }),
  ),
  alerts: z.array(z.looseObject({ at: iso, account: text, alert: text, due: iso.nullable() })),
  tasks: z.array(
    z.strictObject({
      id: text,
      at: iso,
      account: text,
      kind: text,
      assignee: maybe,
      due: iso,
      facts: z.record(z.string(), z.unknown()),
      status: text,
      doneAt: iso.nullable(),
      result: maybe,
      source: maybe,
    }),
  ),
  movements: empty,
  accounts,
  pending: z.array(pending),
  violations: z.array(text),
  looks: z.array(z.strictObject({ at: iso, label: text, accounts, pending: z.array(pending) })),
  answers: z.array(z.strictObject({ at: iso, text, kind: text, data: z.unknown() })),
  health: empty,
  signals: empty,
  surveys: empty,
  reports: empty,
  figures: z.strictObject({}),
  pages: z.array(
    z.strictObject({
      at: iso,
      account: text,
      page: text,
      method: text,
      status: z.number(),
      location: text.nullable(),
      title: z.string(),
      text: z.string(),
    }),
  ),
  holdouts: z.array(
    z.strictObject({ account: text, experiment: text, arm: z.enum(['treated', 'held_out']), p: z.number() }),
  ),
  events: z.array(z.strictObject({ at: iso, account: text, type: text, detail: z.record(z.string(), z.unknown()) })),
  notCharged: z.array(
    z.strictObject({
      at: iso,
      account: text,
      step: text,
      invoice: text,
      plannedFor: iso,
      reason: text,
      until: iso.nullable(),
    }),
  ),
  addresses: z.record(
    z.string(),
    z.strictObject({
      suppressed: z.strictObject({ reason: text, at: iso, source: text }).nullable(),
      heldUntil: iso.nullable(),
      topics: z.array(text),
      sent24h: z.int(),
      sent7d: z.int(),
      sent30d: z.int(),
    }),
  ),
  wouldSend: z.array(mail),
  wouldCharge: z.array(charge),
  reconciled: z.array(
    z.strictObject({
      at: iso,
      endedAt: iso.nullable(),
      by: text,
      account: text.nullable(),
      looked: z.int(),
      repaired: z.int(),
      failed: z.int(),
      repairs: z.array(
        z.strictObject({
          at: iso,
          account: text,
          kind: text,
          about: text,
          differs: text,
          did: text,
          failed: z.literal(true).optional(),
        }),
      ),
    }),
  ),
  capabilities: z.array(text).min(1),
});

const playFile = (name: string) => playStory(parseStory(readFileSync(new URL(name, folder), 'utf8')));

describe('the report', () => {
  it.each(names)('has every part of the format in its shape: %s', async (name) => {
    const played = await playFile(name);

    expect(report.safeParse(played).error?.issues ?? []).toEqual([]);
    expect(played.violations).toEqual([]);
    expect([...played.timeline].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))).toEqual(played.timeline);
  });

  it('names the account of every webhook, also of one that was refused', async () => {
    const { timeline } = await playFile('paid-one-second-before.json');

    const webhooks = timeline.filter(({ kind }) => kind.startsWith('webhook.'));
    expect(webhooks.length).toBeGreaterThan(10);
    expect(webhooks.filter(({ account: of, id }) => of !== 'acme' || typeof id !== 'string')).toEqual([]);
  });

  it('shows each change of an account once, with what it was before', async () => {
    const statuses = rows(await playFile('ladder-to-pause.json'), 'account.status');

    expect(statuses.map(({ from, status }) => `${from} ${status}`)).toEqual(['active past_due', 'past_due paused']);
  });

  it('gives the reader, their language and their topics', async () => {
    const contacts = [
      { email: 'bo@acme.test', role: 'billing', locale: 'fr', consent: { basis: 'opt_in', topics: ['onboarding'] } },
      { email: 'ada@acme.test', role: 'owner', locale: 'de' },
    ];
    const played = await play([{ ...renewal, at: 'T+14h' }], { accounts: [account({ contacts })] });

    expect(played.withheld).toMatchObject([
      { to: 'bo@acme.test', reason: 'quiet.night', text: expect.stringContaining('night') },
    ]);
    expect(played.emails).toMatchObject([{ to: 'bo@acme.test', locale: 'fr', late: true }]);
    expect(played.addresses).toMatchObject({
      'bo@acme.test': { topics: ['onboarding'], sent24h: 1 },
      'ada@acme.test': { topics: [] },
    });
  });

  it('says until when a card rests, and that a paid invoice is never charged', async () => {
    const [rests] = (await playFile('two-subscriptions-one-card.json')).notCharged;
    const [paid] = (await playFile('paid-one-second-before.json')).notCharged;

    expect(rests).toMatchObject({ invoice: 'in_2', reason: 'gap', until: '2026-11-12T11:00:00.000Z' });
    expect(paid).toMatchObject({ reason: 'recovered', plannedFor: '2026-11-11T15:00:00.000Z', until: null });
  });

  it('lists no missed attempt where the charge of ours was the one that paid', async () => {
    const now = await play([renewal], { accounts: [account({}, ['processing_error', 'ok'])] });
    const days = await play([renewal], { accounts: [account({}, ['processing_error', { pending: '3d' }])], days: 6 });

    expect([now, days].map(({ cases }) => cases[0]?.outcome)).toEqual(['recovered', 'recovered']);
    expect([...now.notCharged, ...days.notCharged]).toEqual([]);
  });

  it('writes in observe what it would have sent, with its text', async () => {
    const accounts = [account({}, ['lost_card'])];
    const [would] = (await play([renewal], { accounts, config: { mode: { default: 'observe' } } })).wouldSend;

    expect(would).toMatchObject({ to: 'ada@acme.test', template: 'payment-recovery/card-needed', locale: 'de' });
    expect(would?.text).toContain('Hi Ada');
    expect(would?.links).toMatchObject([{ page: 'update-card', url: expect.stringMatching(/^http/) }]);
  });

  it('lists what is still to come, and no machinery', async () => {
    const { pending } = await play([renewal, { at: 'T+5d', do: 'note', text: 'later' }]);

    expect(pending).toEqual([
      {
        due: '2026-11-13T15:00:00.000Z',
        account: 'acme',
        journey: 'payment-recovery',
        what: 'Wait for retry 2',
        key: 'payment-recovery/sub_acme/1',
      },
      { due: '2026-11-15T15:00:00.000Z', account: null, journey: null, what: 'story[1]', key: null },
    ]);
  });
});
