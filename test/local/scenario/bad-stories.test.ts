import { describe, expect, it } from '@jest/globals';
import { parseStory } from '../../../local/scenario/read-story.ts';
import { account, mistakesOf, renewal, story } from './story.ts';

const step = (more: object): object => story([{ at: 'T', do: 'note', text: 'a', ...more }]);
const withAccount = (more: object): object => story([], { accounts: [account(more)] });
const later = (more: object): object => story([renewal, { at: 'T+1d1h', account: 'acme', ...more }]);

const wrong: readonly (readonly [what: string, raw: unknown, sentence: RegExp])[] = [
  ['nothing', null, /^story: got null, allowed is an object/],
  ['a list', [], /^story: got \[\], allowed is an object/],
  ['no accounts', story([], { accounts: [] }), /^accounts: got \[\], allowed is at least 1 rows/],
  ['an unknown part', { ...story([]), storry: [] }, /^storry: no such field, .*; did you mean "story"\?$/],
  ['a start without an offset', story([], { start: '2026-11-10T15:00:00' }), /^start: "2026-11-10T15:00:00" is not an/],
  ['no end', story([], { days: undefined }), /^until: set "days" or "until", the story has no end$/],
  ['two ends', story([], { until: '2026-12-01T00:00:00Z' }), /^until: set "days" or "until", not both$/],
  [
    'an end before the start',
    story([], { days: undefined, until: '2026-11-01T00:00:00Z' }),
    /^until: .* before the start$/,
  ],
  [
    'an end in a far century',
    story([], { days: undefined, until: '2926-11-01T00:00:00Z' }),
    /^until: .* more than 3660/,
  ],
  ['a huge number of days', story([], { days: 1e300 }), /^days: got 1e\+300, allowed is at most 3660/],
  ['a negative number of days', story([], { days: -1 }), /^days: got -1, allowed is at least 0/],
  ['a seed that is no number', story([], { seed: 'seven' }), /^seed: got "seven", allowed is a whole number/],
  ['an unknown step', story([{ at: 'T', do: 'renewl' }]), /^story\[0\]\.do: got "renewl", known are .*"renewal"\?$/],
  ['a step without a name', story([{ at: 'T' }]), /^story\[0\]\.do: got nothing, known are renewal, /],
  ['a step that is a text', story(['renewal']), /^story\[0\]\.do: got nothing/],
  ['a misspelt field', step({ textt: 'a' }), /^story\[0\]\.textt: no such field, known are .*"text"\?$/],
  ['a missing field', story([{ at: 'T', do: 'look' }]), /^story\[0\]\.label: got nothing, allowed is a text/],
  ['a wrong type', step({ text: 5 }), /^story\[0\]\.text: got 5, allowed is a text/],
  ['an instant in words', step({ at: 'T+soon' }), /^story\[0\]\.at: got "T\+soon", allowed is T, T\+3d4h5m6s/],
  ['a step before the start', step({ at: '2026-11-01T00:00:00Z' }), /^story\[0\]\.at: .* before the start$/],
  ['an instant beyond all calendars', step({ at: 'T+999999999999d' }), /^story\[0\]\.at: an instant is whole/],
  [
    'a repeat that ends before it begins',
    step({ at: 'T+2d', every: '1h', until: 'T+1d' }),
    /^story\[0\]\.until: .*own "at"$/,
  ],
  ['a repeat of no time', step({ every: '0s' }), /^story\[0\]\.every: got "0s", allowed is one second or more$/],
  ['too many repeats', step({ every: '1s' }), /^story\[0\]\.every: got "1s", which is 172801 times/],
  ['a huge count', step({ every: '1h', count: 1e9 }), /^story\[0\]\.count: got 1000000000, allowed is at most 10000/],
  [
    'a customer nobody declared',
    story([{ ...renewal, account: 'acmme' }]),
    /^story\[0\]\.account: got "acmme", allowed is acme; did you mean "acme"\?$/,
  ],
  [
    'an address nobody declared',
    later({ do: 'mail_event', email: 'bob@acme.test', template: 'friendly', event: 'bounce' }),
    /^story\[1\]\.email: got "bob@acme\.test", allowed is ada@acme\.test/,
  ],
  [
    'an invoice that is not there yet',
    story([
      { at: 'T', do: 'customer.pays', account: 'acme', invoice: 'in_1' },
      { ...renewal, at: 'T+1h' },
    ]),
    /^story\[0\]\.invoice: got "in_1", but at that instant acme has none$/,
  ],
  [
    'an invoice nobody made',
    later({ do: 'refund', invoice: 'in_11' }),
    /^story\[1\]\.invoice: .* has in_1; did you mean "in_1"\?$/,
  ],
  ['an invoice twice', story([renewal, renewal]), /^story\[1\]\.invoice: got "in_1", which exists already/],
  [
    'a card nobody has',
    later({ do: 'card.removed', card: 'pm_7' }),
    /^story\[1\]\.card: got "pm_7", .* acme has pm_1; did you mean "pm_1"\?$/,
  ],
  ['a card twice', later({ do: 'card.added', card: { id: 'pm_1' } }), /^story\[1\]\.card: got "pm_1", which exists/],
  [
    'a subscription nobody has',
    later({ do: 'subscription.cancelled', subscription: 'sub_x' }),
    /^story\[1\]\.subscription: got "sub_x", .* has sub_acme/,
  ],
  [
    'what Stripe refuses',
    story([
      renewal,
      { at: 'T+1h', do: 'customer.pays', account: 'acme', invoice: 'in_1' },
      { at: 'T+2h', do: 'invoice.voided', account: 'acme', invoice: 'in_1' },
    ]),
    /^story\[2\]\.do: Stripe refuses it: .* this invoice is paid\.$/,
  ],
  [
    'money as a float',
    withAccount({ mrr: { amount: 49.5, currency: 'usd' } }),
    /^accounts\[0\]\.mrr\.amount: got 49\.5/,
  ],
  [
    'money as text',
    withAccount({ mrr: { amount: '4900', currency: 'usd' } }),
    /^accounts\[0\]\.mrr\.amount: got "4900"/,
  ],
  ['negative money', withAccount({ mrr: { amount: -1, currency: 'usd' } }), /^accounts\[0\]\.mrr\.amount: got -1/],
  ['a huge amount', story([{ ...renewal, amount: 1e15 }]), /^story\[0\]\.amount: got 1000000000000000, allowed is/],
  [
    'an unknown currency',
    withAccount({ mrr: { amount: 4900, currency: 'dollars' } }),
    /^accounts\[0\]\.mrr\.currency: got "dollars", allowed is an ISO 4217 currency/,
  ],
  ['an unknown zone', withAccount({ timezone: 'Mars/Olympus' }), /^accounts\[0\]\.timezone: got "Mars\/Olympus"/],
  ['a country by name', withAccount({ country: 'Germany' }), /^accounts\[0\]\.country: got "Germany", allowed is two/],
  [
    'an address with a name',
    withAccount({ contacts: [{ email: 'Ada <a@acme.test>' }] }),
    /contacts\[0\]\.email: got "Ada/,
  ],
  ['a day that does not exist', withAccount({ since: '2026-02-30' }), /^accounts\[0\]\.since: got "2026-02-30"/],
  [
    'an unknown role',
    withAccount({ contacts: [{ email: 'a@b.test', role: 'ownr' }] }),
    /role: .*; did you mean "owner"\?$/,
  ],
  [
    'a plan of config that is wrong',
    story([], { config: { mode: { default: 'liv' } } }),
    /^config\.mode\.default: got "liv", allowed is one of observe, mail-to-me, live; did you mean "live"\?$/,
  ],
  ['an unknown part of config', story([], { config: { laddder: {} } }), /^config\.laddder: .*did you mean "ladder"\?$/],
  ['a config that is a list', story([], { config: [] }), /^config: got \[\], allowed is an object/],
  [
    'a config step that is wrong, after a good one',
    story([
      { at: 'T', do: 'config', set: { mode: { default: 'observe' } } },
      { at: 'T+1d', do: 'config', set: { highValueMrr: -5 } },
    ]),
    /^story\[1\]\.set\.highValueMrr/,
  ],
  [
    'a definition Step Functions would refuse',
    later({ do: 'deploy', statemachine: 'payment-recovery', definition: { StartAt: 'A' } }),
    /^story\[1\]\.definition: Step Functions would refuse it: /,
  ],
  [
    'a definition that asks for a service that is not here',
    later({
      do: 'deploy',
      statemachine: 'payment-recovery',
      definition: {
        QueryLanguage: 'JSONata',
        StartAt: 'A',
        States: { A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
      },
    }),
    /^story\[1\]\.definition: it cannot run here: \/States\/A\/Resource: .*sqs:sendMessage/,
  ],
  ['a fault of nobody', later({ do: 'fault', target: 'strip', fault: 'error' }), /target: .*did you mean "stripe"\?$/],
  [
    'a fault of no function',
    later({ do: 'fault', target: 'lambda:x', fault: 'error' }),
    /^story\[1\]\.target: got "lambda:x"/,
  ],
  ['a late call', later({ do: 'fault', target: 'ses', fault: 'delay' }), /^story\[1\]\.fault: got "delay" for ses/],
  [
    'a command about nobody',
    story([{ at: 'T', do: 'ops', command: 'stop' }]),
    /^story\[0\]\.account: got nothing, "stop"/,
  ],
  ['an unknown command', story([{ at: 'T', do: 'ops', command: 'stopp' }]), /^story\[0\]\.command: .*"stop"\?$/],
  ['an unknown schedule', story([{ at: 'T', do: 'run', schedule: 'weekly' }]), /^story\[0\]\.schedule: got "weekly"/],
  [
    'a page that was never mailed',
    later({ do: 'answer', page: 'nps', value: 9 }),
    /^story\[1\]\.page: got "nps", but before that instant acme was mailed the pages update-card$/,
  ],
  [
    'a mail that was never sent',
    later({ do: 'click', template: 'urgent', link: 'updateCard' }),
    /^story\[1\]\.template: got "urgent", but before that instant acme was sent payment-recovery\/friendly$/,
  ],
  [
    'a link the mail has not',
    later({ do: 'click', template: 'friendly', link: 'pay' }),
    /^story\[1\]\.link: got "pay", the mail has/,
  ],
  [
    'an event of a mail never sent',
    story([{ at: 'T', do: 'mail_event', email: 'ada@acme.test', template: 'friendly', event: 'bounce' }]),
    /^story\[0\]\.template: .* ada@acme\.test was sent nothing$/,
  ],
];

const doubled = (more: object): object => story([], { accounts: [account(), account({ id: 'globex', ...more })] });

describe('bad stories', () => {
  it.each(wrong)('refuses %s in one sentence', async (_what, raw, sentence) => {
    const mistakes = await mistakesOf(raw);

    expect(mistakes).toEqual([expect.stringMatching(sentence)]);
    expect(mistakes[0]).not.toMatch(/\n|undefined/);
  });

  it.each([
    ['account', { id: 'acme', stripe: { customer: 'cus_2', subscription: 'sub_2' } }, /^accounts\[1\]\.id: got "acme"/],
    ['customer', { stripe: { customer: 'cus_acme' } }, /^accounts\[1\]\.stripe\.customer: got "cus_acme"/],
    ['subscription', { stripe: { subscription: 'sub_acme' } }, /^accounts\[1\]\.stripe\.subscription: got "sub_acme"/],
    ['card', {}, /^accounts\[1\]\.stripe\.cards\[0\]\.id: got "pm_1", which accounts\[0\]/],
  ])('refuses the same %s twice', async (_what, more, sentence) => {
    expect(await mistakesOf(doubled(more))).toEqual([expect.stringMatching(sentence)]);
  });

  it('names every mistake at once', async () => {
    const raw = story(
      [
        { at: 'T', do: 'dance' },
        { at: 'T', do: 'note' },
      ],
      { days: 0 },
    );

    expect(await mistakesOf(raw)).toHaveLength(3);
  });

  it.each([
    ['', /^the story is empty/],
    [' \n', /^the story is empty/],
    ['{ "name": ', /^the story is not JSON: /],
    ['name: x\nstart: T', /^the story is not JSON: /],
  ])('refuses the text %j', (text, sentence) => {
    expect(() => parseStory(text)).toThrow(sentence);
  });
});
