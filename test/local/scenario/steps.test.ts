import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../../local/scenario/report.ts';
import { account, charges, mails, notes, play, renewal, rows } from './story.ts';

const at = (when: string, what: string, more: object = {}): object => ({
  at: when,
  do: what,
  account: 'acme',
  ...more,
});

describe('ops', () => {
  it('stops a case, lists it no more, and starts it again as the next run', async () => {
    const steps = [renewal, at('T+4d', 'ops', { command: 'stop' }), at('T+8d', 'ops', { command: 'restart' })];
    const report = await play(steps, { days: 9 });

    expect(report.cases).toMatchObject([
      { run: 1, status: 'closed', outcome: 'stopped', closedAt: '2026-11-14T15:00:00.000Z' },
      { run: 2, status: 'open' },
    ]);
    expect(charges(report).slice(3)).toEqual(['11-18T15:00:00 us processing_error']);
    expect(notes(report)).toEqual(['ops stop: done for sub_acme', 'ops restart: done for sub_acme']);
  });

  it('ends a wait now, which reads the world and waits on', async () => {
    const report = await play([renewal, at('T+2h', 'ops', { command: 'nudge' })]);

    expect(rows(report, 'state.entered').filter(({ at: when }) => when === '2026-11-10T17:00:00.000Z')).not.toEqual([]);
    expect(charges(report)[1]).toBe('11-11T15:00:00 us processing_error');
  });

  it('charges and mails nobody between pause-all and resume-all, and says until when', async () => {
    const steps = [
      renewal,
      { at: 'T+23h', do: 'ops', command: 'pause-all' },
      { at: 'T+30h', do: 'ops', command: 'resume-all' },
    ];
    const report = await play(steps, { days: 2 });

    expect(charges(report)[1]).toBe('11-11T21:00:00 us processing_error');
    expect(report.notCharged).toMatchObject([
      {
        step: 'retry-1',
        reason: 'everything is paused',
        plannedFor: '2026-11-11T15:00:00.000Z',
        until: '2026-11-11T16:00:00.000Z',
      },
    ]);
  });

  it('lists the cases that wait for a person', async () => {
    const report = await play([renewal, { at: 'T+1h', do: 'ops', command: 'attention' }]);

    expect(report.answers).toEqual([
      { at: '2026-11-10T16:00:00.000Z', text: 'ops attention', kind: 'attention', data: [] },
    ]);
  });

  it('moves a Stripe customer to an account', async () => {
    const accounts = [account(), account({ id: 'globex', stripe: { cards: [] } })];
    const link = { at: 'T', do: 'ops', command: 'link', account: 'globex', customer: 'cus_acme' };
    const report = await play([link, { ...renewal, at: 'T+1s' }], { accounts, days: 1 });

    expect(report.cases).toMatchObject([{ account: 'globex', subject: 'sub_acme' }]);
  });

  it.each([
    [[at('T', 'ops', { command: 'nudge' })], 'ops nudge was refused: acme has no case to act on'],
    [
      [renewal, at('T+1h', 'customer.pays', { invoice: 'in_1' }), at('T+2h', 'ops', { command: 'stop' })],
      /^ops stop was refused: .*closed already: recovered/,
    ],
    [[at('T', 'ops', { command: 'hold' })], /"ops hold": the capability "holds" is not built yet/],
  ])('says what was refused and why (%#)', async (steps, text) => {
    expect(notes(await play(steps))).toEqual([expect.stringMatching(text)]);
  });
});

describe('mail_event', () => {
  const about = (event: string, more: object = {}): object => ({
    at: 'T+1d1h',
    do: 'mail_event',
    email: 'ada@acme.test',
    template: 'friendly',
    event,
    ...more,
  });

  it.each([
    ['bounce', 'suppressed.bounce'],
    ['complaint', 'suppressed.complaint'],
  ])('suppresses the address at once: %s', async (event, reason) => {
    const report = await play([renewal, about(event)], { days: 4 });

    expect(mails(report)).toEqual(['11-11T15:00:00 friendly']);
    expect(report.withheld).toMatchObject([{ to: 'ada@acme.test', verdict: 'dropped', reason }]);
    expect(report.addresses).toMatchObject({ 'ada@acme.test': { suppressed: { reason: event } } });
    expect(rows(report, 'email.event')).toMatchObject([
      { event, template: 'payment-recovery/friendly', account: 'acme' },
    ]);
  });

  it('holds an address after three soft bounces only', async () => {
    const [two, three] = await Promise.all(
      [2, 3].map((count) => play([renewal, about('soft-bounce', { every: '1h', count })], { days: 4 })),
    );

    expect(two?.addresses).toMatchObject({ 'ada@acme.test': { heldUntil: null } });
    expect(three?.addresses).toMatchObject({ 'ada@acme.test': { heldUntil: '2026-11-25T18:00:00.000Z' } });
    expect(three?.withheld).toMatchObject([{ reason: 'suppressed.soft', until: '2026-11-25T18:00:00.000Z' }]);
  });

  it.each(['delivery', 'reject', 'rendering-failure', 'delay'])(
    'changes nothing for the next mail: %s',
    async (event) => {
      const report = await play([renewal, about(event)], { days: 4 });

      expect(mails(report)).toEqual(['11-11T15:00:00 friendly', '11-13T15:00:00 urgent']);
      expect(rows(report, 'email.event')).toHaveLength(1);
    },
  );
});

describe('visits', () => {
  const page = (steps: readonly object[], days = 3) => play([renewal, ...steps], { days });
  const seen = ({ pages }: Report): string[] =>
    pages.map(({ page: name, method, status, location }) => `${name} ${method} ${status} ${location ?? '-'}`);

  it('opens the link of a mail, presses, enters the card at Stripe, and comes back to what became of it', async () => {
    const card = { id: 'pm_2', brand: 'mastercard', last4: '4444', fingerprint: 'fp_2' };
    const report = await page([at('T+26h', 'answer', { page: 'update-card', value: card })]);

    expect(seen(report)).toEqual([
      'update-card GET 200 -',
      expect.stringMatching(/^update-card POST 303 https:\/\/billing\.stripe\.test\/p\/session\/bps_/),
      'card-changed GET 200 -',
    ]);
    expect(report.pages[0]).toMatchObject({
      at: '2026-11-11T17:00:00.000Z',
      account: 'acme',
      title: 'Update your card · Northwind Metrics',
      text: expect.stringContaining('we take $49.00 with it'),
    });
    expect(report.pages[2]?.text).toContain('Your Mastercard ending in 4444 is saved.');
    expect(charges(report).at(-1)).toBe('11-11T17:00:00 us ok');
    expect(report.cases).toMatchObject([{ outcome: 'recovered' }]);
    expect([rows(report, 'page.opened'), rows(report, 'page.submitted')].map(({ length }) => length)).toEqual([2, 1]);
  });

  it('turns back at Stripe without a card, and nothing is charged', async () => {
    const report = await page([at('T+26h', 'answer', { page: 'update-card' })], 2);

    expect(report.pages.at(-1)?.title).toBe('Your card is unchanged · Northwind Metrics');
    expect(charges(report)).toHaveLength(2);
  });

  it.each([
    ['expired', 410, 'This link has expired'],
    ['tampered', 400, 'This link doesn’t work'],
  ])('opens the %s link, finds nothing to press and says so', async (link, status, title) => {
    const report = await page([at('T+26h', 'answer', { page: 'update-card', link })], 2);

    expect(report.pages).toMatchObject([{ method: 'GET', status, title: expect.stringContaining(title) }]);
    expect(notes(report)).toEqual(['the page "update-card" has nothing to press']);
  });

  it('lets a scanner look at a link, twice', async () => {
    const click = { template: 'payment-recovery/friendly', link: 'updateCard' };
    const report = await page([at('T+26h', 'click', { ...click, scanner: true }), at('T+27h', 'click', click)], 2);

    expect(seen(report)).toEqual(['update-card HEAD 200 -', 'update-card GET 200 -', 'update-card GET 200 -']);
    expect(charges(report)).toHaveLength(2);
  });
});

describe('deploy, config and run', () => {
  const slower = { ladder: { retries: [{ after: '30h' }, { after: '48h' }, { after: '72h' }, { at: '10d' }] } };

  it.each([
    ['deploy', { config: slower }],
    ['config', { set: slower }],
  ])('%s: a run keeps its policy, the next one has the new', async (what, more) => {
    const accounts = [
      account(),
      account({ id: 'globex', stripe: { cards: [{ id: 'pm_2', charges: ['processing_error'] }] } }),
    ];
    const steps = [
      renewal,
      { at: 'T+1h', do: what, ...more },
      { at: 'T+2h', do: 'renewal', account: 'globex', invoice: 'in_2' },
    ];
    const report = await play(steps, { accounts });

    const own = report.charges
      .filter(({ actor }) => actor === 'us')
      .map(({ at: when, account: of }) => `${of} ${when}`);
    expect(own).toContain('acme 2026-11-11T15:00:00.000Z');
    expect(own).toContain('globex 2026-11-11T23:00:00.000Z');
  });

  it('tells a definition that is deployed already from another one', async () => {
    const path = new URL('../../../statemachines/payment-recovery.asl.json', import.meta.url);
    const definition: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const other = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Succeed' } } };
    const deploys = [definition, other].map((one) => ({
      at: 'T',
      do: 'deploy',
      statemachine: 'payment-recovery',
      definition: one,
    }));

    expect(rows(await play(deploys), 'deploy')).toMatchObject([
      { text: 'the same definition again' },
      { text: expect.stringContaining('was not put in place') },
    ]);
  });

  it('starts the same handlers anew in the middle of a wait, which goes on', async () => {
    const report = await play([renewal, { at: 'T+12h', do: 'deploy' }]);

    expect(rows(report, 'deploy')).toMatchObject([{ text: 'the same handlers, started anew' }]);
    expect(charges(report)[1]).toBe('11-11T15:00:00 us processing_error');
  });

  it('runs the sweep, and notes the schedules that are not built', async () => {
    const run = (schedule: string): object => ({ at: 'T', do: 'run', schedule });

    expect(notes(await play([run('sweep'), run('weekly-review')]))).toEqual([
      expect.stringMatching(/^run sweep: looked at {"cases":0,"messages":0/),
      expect.stringContaining('"reviews" is not built'),
    ]);
  });
});

describe("Stripe's side", () => {
  it.each([
    [
      at('T+1d1h', 'card.updated', { card: { id: 'pm_1', exp: '2030-01', charges: ['ok'] }, automatic: true }),
      'recovered',
    ],
    [at('T+1d1h', 'card.added', { card: { id: 'pm_2', fingerprint: 'fp_2' } }), 'recovered'],
    [at('T+1d1h', 'card.added', { card: { id: 'pm_2', fingerprint: 'fp_2' }, default: false }), null],
    [at('T+1d1h', 'customer.pays', { invoice: 'in_1', how: 'authenticates' }), 'recovered'],
    [at('T+1d1h', 'subscription.cancelled', { when: 'now' }), 'cancelled'],
    [at('T+1d1h', 'invoice.voided', { invoice: 'in_1' }), 'voided'],
    [at('T+1d1h', 'credit_note', { invoice: 'in_1' }), 'voided'],
    [at('T+1d1h', 'dispute', { invoice: 'in_1' }), 'disputed'],
  ])('ends the case as it should (%#)', async (step, outcome) => {
    const report = await play([renewal, step], { accounts: [account({}, ['expired_card'])] });

    expect(report.cases).toMatchObject([{ outcome }]);
  });

  it('says why a customer or Stripe paid nothing', async () => {
    const again = ['customer.pays', 'stripe.charges'].map((what) => at('T+2h', what, { invoice: 'in_1' }));
    const report = await play([renewal, at('T+1h', 'customer.pays', { invoice: 'in_1' }), ...again]);

    expect(notes(report)).toEqual([
      'nothing to pay: invoice in_1 is paid',
      'Stripe has nothing to charge: invoice in_1 is paid',
    ]);
  });

  it.each([
    ['churned', 'Stripe bills nothing: subscription sub_acme is canceled'],
    ['none', 'Stripe bills nothing: subscription sub_acme is canceled'],
    ['paused', 'Stripe bills nothing: subscription sub_acme is paused'],
  ])('bills nobody who is %s at T', async (status, note) => {
    const report = await play([renewal], { accounts: [account({ status })] });

    expect(report.charges).toEqual([]);
    expect(notes(report)).toEqual([note]);
  });

  it.each([
    ['subscription.created', { subscription: 'sub_2', mrr: { amount: 1900, currency: 'usd' } }],
    ['subscription.trial', { subscription: 'sub_2', trialDays: 7 }],
    ['subscription.changed', { plan: 'business', mrr: { amount: 49_900, currency: 'USD' } }],
    ['subscription.reactivated', { subscription: 'sub_2' }],
    ['discount', { percent: 20, months: 3 }],
  ])('moves at Stripe and says what is not built: %s', async (what, more) => {
    const report = await play([at('T', what, more)], { accounts: [account({}, ['ok'])], days: 1 });

    expect(notes(report)).toEqual([expect.stringMatching(/is not built yet; only Stripe moved$/)]);
    expect(rows(report, 'webhook.accepted').map(({ type }) => type)).toContainEqual(
      expect.stringMatching(/^customer\.subscription\./),
    );
  });

  it('converts a trial', async () => {
    const accounts = [account({ status: 'trialing' }, ['ok'])];
    const report = await play([at('T+1d', 'subscription.converted', { invoice: 'in_7' })], { accounts });

    expect(report.charges).toMatchObject([{ invoice: 'in_7', amount: 4900, outcome: 'ok' }]);
  });
});

describe('time', () => {
  const noteAt = (when: string, more: object = {}): object => ({ at: when, do: 'note', text: 'a', ...more });

  it.each([
    ['T', undefined, '2027-03-13T12:00:00.000Z'],
    ['T+1d', undefined, '2027-03-14T12:00:00.000Z'],
    ['T+day 0 09:00', undefined, '2027-03-13T14:00:00.000Z'],
    // The clocks go forward at 02:00 on day 1: 02:30 is not there, 09:00 is an hour earlier in UTC.
    ['T+day 1 02:30', 'acme', '2027-03-14T07:30:00.000Z'],
    ['T+day 1 09:00', 'acme', '2027-03-14T13:00:00.000Z'],
    ['T+day 1 09:00', 'kudu', '2027-03-14T07:00:00.000Z'],
    ['2027-03-14T10:00:00+01:00', undefined, '2027-03-14T09:00:00.000Z'],
  ])('%s of %s is %s', async (when, of, expected) => {
    const accounts = [account(), account({ id: 'kudu', timezone: 'Africa/Johannesburg', stripe: { cards: [] } })];
    const report = await play([noteAt(when, of ? { account: of } : {})], { start: '2027-03-13T12:00:00Z', accounts });

    expect(report.timeline.map(({ at: then }) => then)).toEqual([expected]);
  });

  it('leaves a step after the end among what is pending', async () => {
    const report = await play([noteAt('T+4d')]);

    expect(report.timeline).toEqual([]);
    expect(report.pending).toMatchObject([{ due: '2026-11-14T15:00:00.000Z', what: 'story[0]' }]);
  });

  it("repeats a step until its own end, its count or the story's end", async () => {
    const times = async (more: object) => (await play([noteAt('T', { every: '1d', ...more })])).timeline.length;

    expect([await times({}), await times({ count: 2 }), await times({ until: 'T+1d' })]).toEqual([3, 2, 2]);
  });
});
