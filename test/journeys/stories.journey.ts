import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { StoryError } from '../../local/scenario/mistakes.ts';
import { playStory } from '../../local/scenario/play.ts';
import { parseStory } from '../../local/scenario/read-story.ts';
import type { Report } from '../../local/scenario/report.ts';

const load = (name: string): unknown =>
  parseStory(readFileSync(new URL(`./stories/${name}.json`, import.meta.url), 'utf8'));

const play = (name: string): Promise<Report> => playStory(load(name));

const short = (at: string): string => at.slice(5, 19);
const charges = ({ charges: all }: Report) => all.map(({ at, actor, outcome }) => `${short(at)} ${actor} ${outcome}`);
/** Of customers; what our own people are told is counted apart. */
const mails = ({ emails }: Report) =>
  emails.filter((mail) => mail.class !== 'internal').map(({ at, template }) => `${short(at)} ${template}`);

/** A story of one account that fails its renewal, with other steps and fields laid over. */
const story = (steps: readonly object[], more: object = {}): object => ({
  start: '2026-11-10T15:00:00Z',
  days: 2,
  accounts: [{ id: 'acme', timezone: 'America/New_York', since: '2026-01-10' }],
  story: steps,
  ...more,
});

async function mistakesOf(raw: unknown): Promise<readonly string[]> {
  try {
    await playStory(raw);
  } catch (error) {
    if (error instanceof StoryError) return error.mistakes;
    throw error;
  }
  throw new Error('the story was played, a mistake was expected');
}

const told = [
  {
    name: 'held-out',
    charges: [
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-13T15:00:00 us processing_error',
      '11-14T15:00:00 customer ok',
    ],
    mails: ['11-13T15:00:00 payment-recovery/urgent', '11-14T15:00:00 payment-recovery/recovered'],
    end: 'closed recovered',
  },
  {
    name: 'ladder-to-pause',
    charges: [
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-13T15:00:00 us processing_error',
      '11-16T15:00:00 us processing_error',
      '11-20T15:00:00 us processing_error',
    ],
    mails: [
      '11-11T15:00:00 payment-recovery/friendly',
      '11-13T15:00:00 payment-recovery/urgent',
      '11-20T15:00:00 payment-recovery/last-attempt',
      '11-24T15:00:00 payment-recovery/paused',
    ],
    end: 'open paused',
  },
  {
    name: 'payday-before-the-rung',
    charges: [
      '11-09T15:00:00 stripe insufficient_funds',
      '11-10T15:00:00 us insufficient_funds',
      '11-12T15:00:00 us insufficient_funds',
      '11-13T15:00:00 us ok',
    ],
    mails: [
      '11-10T15:00:00 payment-recovery/friendly',
      '11-12T15:00:00 payment-recovery/urgent',
      '11-13T15:00:00 payment-recovery/recovered',
    ],
    end: 'closed recovered',
  },
  {
    name: 'two-mails-then-paid',
    charges: [
      '11-10T15:00:00 stripe insufficient_funds',
      '11-11T15:00:00 us insufficient_funds',
      '11-13T15:00:00 us insufficient_funds',
      '11-14T17:00:00 customer ok',
    ],
    mails: [
      '11-11T15:00:00 payment-recovery/friendly',
      '11-13T15:00:00 payment-recovery/urgent',
      '11-14T17:00:00 payment-recovery/recovered',
    ],
    end: 'closed recovered',
  },
  {
    name: 'recovered-on-first-retry',
    charges: ['11-10T15:00:00 stripe processing_error', '11-11T15:00:00 us ok'],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'paid-one-second-before',
    charges: ['11-10T15:00:00 stripe processing_error', '11-11T14:59:59 customer ok'],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'hard-decline-new-card',
    charges: ['11-10T15:00:00 stripe lost_card', '11-12T15:00:00 us ok'],
    mails: ['11-10T15:00:00 payment-recovery/card-needed', '11-12T15:00:00 payment-recovery/recovered'],
    end: 'closed recovered',
  },
  {
    name: 'cancelled-midway',
    charges: ['11-10T15:00:00 stripe processing_error', '11-11T15:00:00 us processing_error'],
    mails: ['11-11T15:00:00 payment-recovery/friendly'],
    end: 'closed cancelled',
  },
  {
    name: 'bank-debit-in-processing',
    charges: ['11-10T15:00:00 stripe insufficient_funds', '11-16T15:00:00 customer ok'],
    mails: ['11-15T15:00:00 payment-recovery/friendly', '11-16T15:00:00 payment-recovery/recovered'],
    end: 'closed recovered',
  },
  {
    name: 'yen-without-decimals',
    charges: ['11-10T15:00:00 stripe insufficient_funds', '11-11T15:00:00 us ok'],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'stripe-answer-lost',
    charges: ['11-10T15:00:00 stripe processing_error', '11-11T15:00:00 us ok'],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'webhooks-late-and-twice',
    charges: [
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-13T15:00:00 us processing_error',
      '11-16T15:00:00 us processing_error',
      '11-20T15:00:00 us processing_error',
    ],
    mails: [
      '11-11T15:00:00 payment-recovery/friendly',
      '11-13T15:00:00 payment-recovery/urgent',
      '11-20T15:00:00 payment-recovery/last-attempt',
      '11-24T15:00:00 payment-recovery/paused',
    ],
    end: 'open paused',
  },
  {
    name: 'address-that-bounces',
    charges: [
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-13T15:00:00 us processing_error',
      '11-16T15:00:00 us processing_error',
      '11-20T15:00:00 us processing_error',
    ],
    mails: ['11-11T15:00:00 payment-recovery/friendly'],
    end: 'open paused',
  },
  {
    name: 'weekly-three-invoices',
    charges: [
      '11-10T15:00:00 stripe insufficient_funds',
      '11-11T15:00:00 us insufficient_funds',
      '11-13T15:00:00 us insufficient_funds',
      '11-16T15:00:00 us insufficient_funds',
      '11-17T14:00:00 stripe insufficient_funds',
      '11-20T15:00:00 us insufficient_funds',
      '11-24T14:00:00 stripe insufficient_funds',
    ],
    mails: [
      '11-11T15:00:00 payment-recovery/friendly',
      '11-13T15:00:00 payment-recovery/urgent',
      '11-20T15:00:00 payment-recovery/last-attempt',
      '11-24T15:00:00 payment-recovery/paused',
    ],
    end: 'open paused',
  },
  {
    name: 'cancel-between-read-and-pay',
    charges: ['11-10T15:00:00 stripe processing_error'],
    mails: [],
    end: 'closed cancelled',
  },
  {
    name: 'old-invoice-paid-in-pause',
    charges: [
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-13T15:00:00 us processing_error',
      '11-16T15:00:00 us processing_error',
      '11-20T15:00:00 us processing_error',
      '11-30T15:00:00 customer ok',
      '11-30T15:00:00 us ok',
    ],
    mails: [
      '11-11T15:00:00 payment-recovery/friendly',
      '11-13T15:00:00 payment-recovery/urgent',
      '11-20T15:00:00 payment-recovery/last-attempt',
      '11-24T15:00:00 payment-recovery/paused',
      '11-30T15:00:00 payment-recovery/recovered',
    ],
    end: 'closed recovered',
  },
  {
    name: 'new-card-inside-a-step',
    charges: ['11-10T15:00:00 stripe processing_error', '11-11T15:00:01 us processing_error', '11-11T15:00:01 us ok'],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'credit-note-to-nothing',
    charges: [
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-13T15:00:00 us processing_error',
    ],
    mails: ['11-11T15:00:00 payment-recovery/friendly', '11-13T15:00:00 payment-recovery/urgent'],
    end: 'closed voided',
  },
  {
    name: 'trial-first-charge-fails',
    charges: [
      '11-24T15:00:00 stripe processing_error',
      '11-25T15:00:00 us processing_error',
      '11-27T15:00:00 us processing_error',
      '11-30T15:00:00 us processing_error',
      '12-04T15:00:00 us processing_error',
    ],
    mails: [
      '11-25T15:00:00 payment-recovery/friendly',
      '11-27T15:00:00 payment-recovery/urgent',
      '12-04T15:00:00 payment-recovery/last-attempt',
    ],
    end: 'closed cancelled',
  },
  {
    name: 'two-events-one-failure',
    charges: ['11-10T15:00:00 stripe authentication_required'],
    mails: ['11-10T15:00:00 payment-recovery/authenticate'],
    end: 'open waiting_for_card',
  },
  {
    name: 'paid-between-retry-and-mail',
    charges: [
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-11T16:00:00 customer ok',
    ],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'lambda-dies-after-the-charge',
    charges: ['11-10T15:00:00 stripe processing_error', '11-11T15:00:00 us ok'],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'key-older-than-a-day',
    charges: ['11-10T15:00:00 stripe processing_error', '11-13T15:07:16 us ok'],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'server-error-replayed',
    charges: ['11-10T15:00:00 stripe processing_error', '11-12T11:00:01 us ok'],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'fails-days-later',
    charges: ['11-10T15:00:00 stripe processing_error', '11-11T15:00:00 us insufficient_funds', '11-14T15:00:00 us ok'],
    mails: [],
    end: 'closed recovered',
  },
  {
    name: 'nobody-to-write-to',
    charges: [
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-13T15:00:00 us processing_error',
      '11-16T15:00:00 us processing_error',
      '11-20T15:00:00 us processing_error',
    ],
    mails: [],
    end: 'open paused',
  },
  {
    name: 'resume-answer-lost',
    charges: [
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-13T15:00:00 us processing_error',
      '11-16T15:00:00 us processing_error',
      '11-20T15:00:00 us processing_error',
      '11-30T15:00:00 us ok',
    ],
    mails: [
      '11-11T15:00:00 payment-recovery/friendly',
      '11-13T15:00:00 payment-recovery/urgent',
      '11-20T15:00:00 payment-recovery/last-attempt',
      '11-24T15:00:00 payment-recovery/paused',
      '11-30T15:00:04 payment-recovery/recovered',
    ],
    end: 'closed recovered',
  },
];

describe('stories', () => {
  it.each(told)('plays $name with its charges and mails', async (expected) => {
    const report = await play(expected.name);

    expect(charges(report)).toEqual(expected.charges);
    expect(mails(report)).toEqual(expected.mails);
    expect(report.cases.map(({ status, outcome, stage }) => `${status} ${outcome ?? stage}`)).toEqual([expected.end]);
    expect(report.violations).toEqual([]);
  });

  it('starts a stopped case again as a second run, which repeats nothing', async () => {
    const report = await play('stopped-and-restarted');

    expect(report.cases.map(({ run, outcome, stage }) => `${run} ${outcome ?? stage}`)).toEqual([
      '1 stopped',
      '2 paused',
    ]);
    expect(charges(report).slice(3)).toEqual([
      '11-18T15:00:00 us processing_error',
      '11-20T15:00:00 us processing_error',
    ]);
    expect(new Set(mails(report)).size).toBe(4);
  });

  it('tells what brought the money back, and who was held out of which mail', async () => {
    const report = await play('held-out');

    expect(report.cases).toMatchObject([{ outcome: 'recovered', cause: 'customer_paid' }]);
    expect(report.withheld).toMatchObject([
      { template: 'payment-recovery/friendly', verdict: 'dropped', reason: 'holdout' },
    ]);
    expect(report.holdouts).toEqual([{ account: 'acme', experiment: 'recovery.friendly', arm: 'held_out', p: 1 }]);
  });

  it('keeps the gap of a card that two subscriptions share', async () => {
    const report = await play('two-subscriptions-one-card');

    const ours = report.charges.filter(({ actor }) => actor === 'us').map(({ at }) => Date.parse(at));
    const gaps = ours.slice(1).map((at, index) => (at - (ours[index] ?? 0)) / 3_600_000);
    expect(gaps).toEqual([20, 28, 20, 52, 20]);
    expect(report.notCharged.map(({ invoice, reason }) => `${invoice} ${reason}`)).toEqual(Array(3).fill('in_2 gap'));
  });

  it('names both subscriptions of a customer in one mail', async () => {
    const report = await play('two-subscriptions-one-mail');

    expect(mails(report)).toEqual([
      '11-11T15:00:00 payment-recovery/friendly',
      '11-13T15:00:00 payment-recovery/urgent',
    ]);
    for (const { facts } of report.emails)
      expect(facts).toMatchObject({
        total: '$49.00',
        together: '$68.00',
        amounts: [{ amount: '$49.00' }, { amount: '$19.00' }],
      });
    expect(report.withheld.map(({ at, reason }) => `${short(at)} ${reason}`)).toEqual([
      '11-12T11:00:00 duplicate',
      '11-14T11:00:00 duplicate',
    ]);
  });

  it('stops both cases of a customer at a dispute, whichever payment it is about', async () => {
    const report = await play('dispute-with-two-cases');

    expect(
      report.cases.map(({ subject, outcome, closedAt }) => `${subject} ${outcome} ${short(closedAt ?? '')}`),
    ).toEqual(['sub_acme disputed 11-13T15:00:00', 'sub_addon disputed 11-13T15:00:00']);
    expect(charges(report).at(-1)).toBe('11-12T12:00:00 us processing_error');
    expect(mails(report)).toEqual(['11-11T16:00:00 payment-recovery/friendly']);
  });

  it('opens nothing when the payment is heard of before the failure', async () => {
    const { cases, timeline } = await play('paid-is-heard-before-failed');

    const heard = timeline.flatMap(({ kind, type }) => (kind === 'webhook.accepted' ? [type] : []));
    expect(heard.indexOf('invoice.paid')).toBeLessThan(heard.indexOf('invoice.payment_failed'));
    expect(cases).toEqual([]);
  });

  it('locks access though Stripe refuses the pause, alerts once, and pauses under the one key in the end', async () => {
    const { events, alerts, stripeCalls } = await play('pause-refused-twice');

    const pauses = stripeCalls.filter(({ path }) => path.endsWith('/pause'));
    expect([new Set(pauses.map((call) => call.idempotencyKey)).size, pauses.at(-1)?.status]).toEqual([1, 200]);
    expect(events[0]).toMatchObject({
      type: 'account.paused',
      at: '2026-11-24T15:00:00.000Z',
      detail: { subscription: 'sub_acme', reason: 'unpaid', holdUntil: '2027-02-22T15:00:00.000Z' },
    });
    expect(alerts.map(({ alert }) => alert)).toEqual(['access_lock_failed', 'case_attention']);
  });

  it('leaves an overdue invoice of somebody who pays by hand to a person, once', async () => {
    const report = await play('overdue-by-invoice');

    expect(report.tasks).toMatchObject([
      { kind: 'overdue_invoice', assignee: 'sam@northwind.test', facts: { invoice: 'NB-7', dueSince: '2026-11-11' } },
    ]);
    expect([
      charges(report),
      mails(report),
      report.cases,
      report.stripeCalls.filter(({ method }) => method !== 'GET'),
    ]).toEqual([[], [], [], []]);
  });

  it('plays observe without a charge or a mail of ours and tells the charge it would have made', async () => {
    const report = await play('observe');

    expect(report.charges.filter(({ actor }) => actor === 'us')).toEqual([]);
    expect(report.emails).toEqual([]);
    expect(report.wouldCharge).toMatchObject([{ invoice: 'in_1', card: 'pm_1', at: '2026-11-11T15:00:00.000Z' }]);
  });

  it('tells which mail it would have sent while it observes a dead card', async () => {
    const text = JSON.stringify(load('hard-decline-new-card'));
    const raw = { ...Object(JSON.parse(text)), config: { mode: { default: 'observe' } } };
    const { emails, wouldSend } = await playStory(raw);

    expect(emails).toEqual([]);
    expect(wouldSend).toMatchObject([{ at: '2026-11-10T15:00:00.000Z', template: 'payment-recovery/card-needed' }]);
  });

  it('lets a payment in processing settle and pays nothing meanwhile', async () => {
    const card = { id: 'pm_1', fingerprint: 'fp_1', charges: ['processing_error', { pending: '3d' }] };
    const accounts = [{ id: 'acme', since: '2026-01-10', stripe: { cards: [card] } }];
    const renewal = { at: 'T', do: 'renewal', account: 'acme', invoice: 'in_1' };
    const report = await playStory(story([renewal], { accounts, days: 8 }));

    expect(charges(report)).toEqual(['11-10T15:00:00 stripe processing_error', '11-11T15:00:00 us ok']);
    expect(report.cases).toMatchObject([{ outcome: 'recovered', closedAt: '2026-11-14T15:00:00.000Z' }]);
  });

  it('names the instant and the reason of an attempt that was not made', async () => {
    const plannedFor = '2026-11-11T15:00:00.000Z';
    const { notCharged } = await play('paid-one-second-before');

    expect(notCharged).toMatchObject([{ account: 'acme', invoice: 'in_1', plannedFor, reason: 'recovered' }]);
  });

  it('shows an account midway where the story looks', async () => {
    const { looks } = await play('ladder-to-pause');

    expect(looks).toMatchObject([{ label: 'banner on', accounts: { acme: { banner: 'payment_needs_attention' } } }]);
  });

  it('gives the same report twice, byte for byte', async () => {
    const [one, two] = [await play('ladder-to-pause'), await play('ladder-to-pause')];

    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
  });

  it('reads calendar days in the zone of the account and repeats a step', async () => {
    const steps = [{ at: 'T+day 1 09:00', do: 'note', account: 'acme', text: 'hello', every: '1h', count: 2 }];
    const { timeline } = await playStory(story(steps));

    expect(timeline.map(({ at }) => at)).toEqual(['2026-11-11T14:00:00.000Z', '2026-11-11T15:00:00.000Z']);
  });

  it('notes which capability a step of a later build needs', async () => {
    const { timeline } = await playStory(story([{ at: 'T', do: 'review' }]));

    expect(timeline).toMatchObject([{ kind: 'note', text: expect.stringContaining('"reviews" is not built') }]);
  });

  it('refuses a webhook whose signature is bad or stale, and takes a good one', async () => {
    const event = {
      id: 'evt_1',
      object: 'event',
      api_version: '2026-01-28.clover',
      created: 1_794_322_800,
      livemode: false,
      pending_webhooks: 1,
      request: null,
      type: 'customer.updated',
      data: { object: { id: 'cus_acme', object: 'customer' } },
    };
    const sent = (signature: string) => ({ at: 'T', do: 'webhook', event, signature });
    const { timeline } = await playStory(story(['bad', 'stale', 'good'].map(sent)));

    const kinds = timeline.map(({ kind }) => kind);
    expect(kinds).toEqual(['webhook.rejected', 'webhook.rejected', 'webhook.accepted']);
  });
});

describe('wrong stories', () => {
  it.each([
    [story([{ at: 'T', do: 'dance' }]), /^story\[0\]\.do: got "dance", known are renewal, webhook, /],
    [story([{ at: 'T+soon', do: 'review' }]), /^story\[0\]\.at: got "T\+soon", allowed is T, /],
    [story([{ at: 'T', do: 'renewal', account: 'globex' }]), /^story\[0\]\.account: got "globex", allowed is acme$/],
    [story([{ at: 'T', do: 'note', text: 'a', loud: true }]), /^story\[0\]\.loud: no such field/],
    [story([], { until: '2026-12-01T00:00:00Z' }), /^until: set "days" or "until", not both$/],
    [story([], { config: { mode: { default: 'loud' } } }), /^config\.mode\.default: got "loud"/],
    [story([{ at: 'T', do: 'customer.pays', account: 'acme', invoice: 'in_9' }]), /^story\[0\]\.invoice: got "in_9"/],
  ])('are told in one sentence with the path of the field (%#)', async (raw, sentence) => {
    const mistakes = await mistakesOf(raw);

    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(sentence);
  });

  it('are told of text that is not JSON', () => {
    expect(() => parseStory('{ "name": ')).toThrow(/^the story is not JSON: /);
  });
});
