import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attemptRow } from '../../../lambdas/billing/attempt-row.ts';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { Item } from '../../../lambdas/kernel/rows.ts';
import { failuresOf } from '../../../local/replay/failures.ts';
import { pastOf } from '../../../local/replay/history.ts';
import { type HistorySource, type Rehearsal, rehearse, writeStories } from '../../../local/replay/run.ts';
import { storyOf } from '../../../local/replay/story-of.ts';
import { linesOf } from '../../../local/replay/words.ts';
import { parseStory } from '../../../local/scenario/read-story.ts';

const now = parseInstant('2026-11-24T12:00:00Z');
const usd = (amount: number) => ({ amount, currency: 'usd' });
const day = (n: number, time = '09:00:00'): string => `2026-10-${String(n).padStart(2, '0')}T${time}.000Z`;
const ms = (iso: string): number => parseInstant(iso);

interface Told {
  readonly account: string;
  readonly tries: readonly (readonly [at: string, result: string, actor?: 'stripe' | 'customer', budget?: string])[];
  readonly status: string;
  readonly paidAt?: string;
  readonly endedAt?: string;
  readonly contacts?: boolean;
}

/** Rows as an import leaves them. */
function rowsOf({ account, tries, status, paidAt, endedAt, contacts = true }: Told): {
  rows: Item[];
  attempts: Item[];
} {
  const pk = `A#${account}`;
  const subscription = `sub_${account}`;
  const cards = [...new Set(tries.map(([, , , budget]) => budget ?? `fp_${account}`))];
  return {
    rows: [
      {
        pk,
        sk: 'ACCOUNT',
        entity: 'account',
        account,
        zone: 'America/New_York',
        country: 'US',
        plan: 'team',
        mrr: usd(4900),
        name: 'Ada Ltd',
      },
      ...(contacts
        ? [{ pk, sk: 'CONTACT#1', entity: 'contact', account, role: 'owner', email: 'ada@secret.test' }]
        : []),
      {
        pk,
        sk: 'SUB#1',
        entity: 'subscription',
        id: subscription,
        customer: `cus_${account}`,
        billingMode: 'flexible',
        interval: 'month',
        ...(endedAt ? { endedAt: ms(endedAt) } : {}),
      },
      ...cards.map((fingerprint) => ({
        pk,
        sk: `CARDREF#${fingerprint}`,
        entity: 'card-ref',
        id: `pm_${fingerprint}`,
        fingerprint,
        brand: 'visa',
        expMonth: 3,
        expYear: 2028,
      })),
      {
        pk,
        sk: 'INV#1',
        entity: 'invoice',
        id: `in_${account}`,
        subscription,
        status,
        billingReason: 'subscription_cycle',
        collection: 'charge_automatically',
        amountDue: usd(4900),
        created: ms(day(1)),
        ...(paidAt ? { paidAt: ms(paidAt) } : {}),
      },
    ],
    attempts: tries.map(([at, result, actor = 'stripe', budget = `fp_${account}`], index) => ({
      ...attemptRow({ budget, id: `ch_${account}_${index}`, at, actor, result, account, invoice: `in_${account}` }),
    })),
  };
}

const told: readonly Told[] = [
  {
    account: 'retried',
    tries: [
      [day(1), 'insufficient_funds'],
      [day(2), 'insufficient_funds'],
      [day(5), 'paid'],
    ],
    status: 'paid',
    paidAt: day(5),
  },
  {
    account: 'by-hand',
    tries: [
      [day(1), 'do_not_honor'],
      [day(4, '17:30:00'), 'paid', 'customer'],
    ],
    status: 'paid',
    paidAt: day(4, '17:30:00'),
  },
  {
    account: 'new-card',
    tries: [
      [day(1), 'expired_card'],
      [day(3), 'paid', 'customer', 'fp_second'],
    ],
    status: 'paid',
    paidAt: day(3),
  },
  {
    account: 'lost',
    tries: [
      [day(1), 'insufficient_funds'],
      [day(8), 'insufficient_funds'],
    ],
    status: 'open',
  },
  { account: 'left', tries: [[day(1), 'generic_decline']], status: 'open', endedAt: day(6) },
  { account: 'nobody', tries: [[day(1), 'insufficient_funds']], status: 'open', contacts: false },
  { account: 'fine', tries: [[day(1), 'paid']], status: 'paid', paidAt: day(1) },
];

const all = new Map(told.map((one) => [one.account, rowsOf(one)]));

const source: HistorySource = {
  now: () => now,
  board: async () => ({
    accounts: new Map([...all.keys()].map((account) => [account, { account, name: account, customers: [] }])),
    cases: [],
    messages: [],
    tasks: [],
    gaps: [],
  }),
  rowsOf: async (account) => all.get(account)?.rows ?? [],
  partition: async (pk) => [...all.values()].flatMap(({ attempts }) => attempts.filter((row) => row.pk === pk)),
};

const pastOfTold = (account: string) => {
  const { rows = [], attempts = [] } = all.get(account) ?? {};
  const past = pastOf(rows, attempts);
  if (!past) throw new Error(`nothing is told of ${account}`);
  return past;
};

const since = parseInstant('2026-09-01T00:00:00Z');
const failureIn = (account: string) => failuresOf(pastOfTold(account), since)[0];

describe('failuresOf', () => {
  it.each([
    ['retried', { code: 'insufficient_funds', tries: 3, end: { kind: 'paid', by: 'other', at: ms(day(5)) } }],
    ['by-hand', { code: 'do_not_honor', tries: 2, end: { kind: 'paid', by: 'customer', at: ms(day(4, '17:30:00')) } }],
    ['new-card', { code: 'expired_card', end: { kind: 'paid', by: 'customer', otherCard: 'fp_second' } }],
    ['lost', { code: 'insufficient_funds', tries: 2, end: { kind: 'never' } }],
  ])('reads how it went: %s', (account, expected) => {
    expect(failureIn(account)).toMatchObject(expected);
  });

  it('leaves a renewal alone whose first try went through', () => {
    expect(failureIn('fine')).toBeUndefined();
  });

  it.each([
    [day(1), 1],
    [day(1, '09:00:01'), 0],
  ])('begins at %s', (from, expected) => {
    expect(failuresOf(pastOfTold('lost'), parseInstant(from))).toHaveLength(expected);
  });
});

describe('storyOf', () => {
  it.each(['retried', 'by-hand', 'new-card', 'lost', 'left', 'nobody'])(
    'makes a story the player takes: %s',
    (account) => {
      const past = pastOfTold(account);
      const story = storyOf(past, failuresOf(past, since));

      expect(() => parseStory(JSON.stringify(story))).not.toThrow();
    },
  );

  it('takes no name and no address along', () => {
    const past = pastOfTold('retried');

    expect(JSON.stringify(storyOf(past, failuresOf(past, since)))).not.toMatch(/secret|Ada/);
  });
});

describe('rehearse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await rehearse(source, 90, () => undefined);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('counts what would have been mailed, charged, paused and left to people', () => {
    const { summary } = rehearsal;

    expect(summary).toMatchObject({ accounts: 6, failures: 6, paidThen: 3, paidNow: 3, pauses: expect.any(Number) });
    expect(summary.mails['payment-recovery/card-needed']).toBeGreaterThan(0);
    expect(summary.outcomes).toMatchObject({ recovered: 3, cancelled: 1 });
    expect(summary.charges.paid).toBe(2);
    expect(summary.pauses).toBe(2);
  });

  it('breaks no promise in it', () => {
    expect(rehearsal.strange.flatMap(({ replayed }) => replayed.report.violations)).toEqual([]);
  });

  it('puts the strangest first, each as a story that can be played again', () => {
    const files = writeStories(rehearsal.strange, folder);

    expect(rehearsal.strange[0]).toMatchObject({ replayed: { account: 'nobody' } });
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(() => parseStory(readFileSync(file, 'utf8'))).not.toThrow();
  });

  it('says what it takes for granted', () => {
    const { summary, strange } = rehearsal;
    const lines = linesOf(90, summary, strange, writeStories(strange, folder)).join('\n');

    expect(lines).toContain('3 back then, 3 in the rehearsal');
    expect(lines).toMatch(/npm run scenario -- .*01-nobody\.json/);
    expect(lines).toContain('Nobody pays because of our mails');
  });

  it('has nothing to say where nothing failed', async () => {
    const { summary, strange } = await rehearse(source, 1, () => undefined);

    expect(linesOf(1, summary, strange, [])).toEqual([expect.stringContaining('there is nothing to rehearse')]);
  });
});
