import { describe, expect, it } from '@jest/globals';
import { createStripe } from '../../../lambdas/adapters/stripe/index.ts';
import { resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { answersIn, questions } from '../../../local/init/answers.ts';
import { argumentsOf, readAnswers } from '../../../local/init/arguments.ts';
import { configOf } from '../../../local/init/config-text.ts';
import { type Init, init } from '../../../local/init/init.ts';
import { type AtStripe, plansOf, readStripe } from '../../../local/init/plans.ts';
import { withRates } from '../../../local/init/rates.ts';
import { createFakeHttpClient, FakeStripe } from '../../../local/stripe/index.ts';

const given = {
  name: "Ann's Tools",
  country: 'de',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  postalAddress: 'Hafenstr. 1, 20459 Hamburg, Germany',
  app: 'https://app.anns.test',
  mailDomain: 'anns.test',
  tasks: 'ann@anns.test',
};

const atStripe: AtStripe = {
  says: { country: 'DE', currency: 'eur', name: "Ann's Tools" },
  plans: [
    { id: 'solo', name: 'Solo', prices: { eur: 1900, usd: 2100 } },
    { id: 'team-yearly', name: 'Team', prices: { eur: 49_900 }, interval: 'year' },
  ],
  left: ['price_metered: it has tiers or is metered, so it has no one price'],
};

/** The file as a person finds it, character by character. */
const golden = `import { defineConfig } from './lambdas/kernel/config/index.ts';

/**
 * Your file: prices, people, words and switches. Everything left out has a default with a reason beside it in
 * \`lambdas/kernel/config/\`. Amounts are minor units (4900 is $49.00), durations are texts such as '24h' or '14d'.
 */
export default defineConfig({
  version: 1,

  company: {
    name: "Ann's Tools",
    zone: 'Europe/Berlin',
    country: 'DE',
    currency: 'eur',
    postalAddress: 'Hafenstr. 1, 20459 Hamburg, Germany',
    urls: { app: 'https://app.anns.test' },
  },

  // Add operations, sales, success and manager when they are other people.
  people: { founder: 'ann@anns.test' },

  // Two identities on purpose: a complaint about a newsletter must not stop a payment notice.
  senders: {
    service: { name: "Ann's Tools Billing", address: 'billing@anns.test' },
    lifecycle: { name: "Ann's Tools", address: 'hello@hello.anns.test' },
    replyTo: 'support@anns.test',
  },

  // observe: record what would happen; mail-to-me: all mail to \`people.founder\`; live: act.
  mode: { default: 'observe' },

  // Read from Stripe. In minor units per interval; \`id\` is the price's lookup key, or the price itself.
  plans: [
    {
      id: 'solo',
      name: 'Solo',
      prices: { eur: 1900, usd: 2100 },
    },
    {
      id: 'team-yearly',
      name: 'Team',
      prices: { eur: 49_900 },
      interval: 'year',
    },
  ],

  // What one unit is worth in company.currency, as your own prices say it: set it once a month, on the first.
  fx: { rates: { usd: 0.905 } },
});
`;

interface Ran {
  readonly written: string[];
  readonly said: string[];
  readonly asked: string[];
}

async function run(over: Partial<Init> = {}, typed: readonly string[] = []): Promise<Ran> {
  const ran: Ran = { written: [], said: [], asked: [] };
  const left = [...typed];
  await init({
    atStripe: async () => atStripe,
    given,
    ask: async (question) => {
      ran.asked.push(question);
      return left.shift() ?? '';
    },
    say: (line) => void ran.said.push(line),
    exists: false,
    overwrites: async () => false,
    write: (text) => void ran.written.push(text),
    ...over,
  });
  return ran;
}

/** What the file says, without its import: the text is JavaScript but for the types. */
const evaluated = (text: string): unknown =>
  new Function('defineConfig', text.replace(/^import .*\n/, '').replace('export default', 'return'))(
    (it: unknown) => it,
  );

describe('npm run init', () => {
  it('writes the file character by character, from eight answers and what Stripe knows', async () => {
    const { written, said } = await run();

    expect(questions).toHaveLength(8);
    expect(written).toEqual([golden]);
    expect(said).toEqual([
      'left out: price price_metered: it has tiers or is metered, so it has no one price',
      'wrote retention.config.ts with 2 plans, in mode observe; next: npm run doctor',
    ]);
  });

  it('writes what it has checked, and what is written is a configuration', async () => {
    const { written } = await run();
    const read = evaluated(written[0] ?? '');

    expect(read).toEqual(configOf(answersIn(given, {}), withRates(atStripe.plans, 'eur')));
    expect(resolveConfig(read)).toMatchObject({ company: { zone: 'Europe/Berlin' }, mode: { default: 'observe' } });
  });

  it('asks in order, offers what it knows, and asks again what will not do', async () => {
    const typed = ['', '', 'Berlin', '', '', 'Hafenstr. 1', 'app.anns.test', 'https://app.anns.test', '', ''];
    const { asked, said, written } = await run({ given: undefined }, typed);

    expect(asked.map((question) => /\[(.*)\]/.exec(question)?.[1])).toEqual([
      "Ann's Tools",
      'DE',
      'Europe/Berlin',
      'Europe/Berlin',
      'eur',
      undefined,
      undefined,
      undefined,
      'anns.test',
      'founder@anns.test',
    ]);
    expect(said.slice(0, 2)).toEqual([
      '"Berlin" will not do, expected an IANA zone such as America/New_York',
      '"app.anns.test" will not do, expected a URL such as https://app.example.test',
    ]);
    expect(written).toHaveLength(1);
  });

  it('leaves plans out where no key is given, and makes none up', async () => {
    const { written, said } = await run({ atStripe: async () => undefined });
    expect(written[0]).not.toContain('plans');
    expect(said[0]).toMatch(/^no STRIPE_SECRET_KEY is set/);
    expect(resolveConfig(evaluated(written[0] ?? '')).plans).toEqual([]);
  });

  it('replaces a file that is there only when somebody says yes', async () => {
    expect((await run({ exists: true })).written).toEqual([]);
    expect((await run({ exists: true, overwrites: async () => true })).written).toEqual([golden]);
  });

  it.each<[object, string]>([
    [{ name: undefined }, 'the answers have no "name": Company name, as customers know it'],
    [{ zone: 'Berlin' }, '"zone" in the answers: "Berlin" will not do, expected an IANA zone such as America/New_York'],
    [{ country: 'Germany' }, '"country" in the answers: "GERMANY" will not do, expected an upper-case ISO 3166-1 code'],
    [{ mailDomain: 'ann@anns.test' }, '"mailDomain" in the answers: "ann@anns.test" is no domain'],
    [{ tasks: 'ann' }, '"tasks" in the answers: "ann" will not do, expected a mail address'],
    [{ colour: 'red' }, 'the answers have "colour", which is none of name, country, zone'],
  ])('refuses the answers %j in one sentence', async (wrong, sentence) => {
    const answers = { ...given, ...wrong };
    const refusal = await run({ given: answers, atStripe: async () => undefined }).catch(
      (error: Error) => error.message,
    );
    expect(refusal).toContain(sentence);
    expect(refusal).not.toContain('\n');
  });

  it.each([
    [['--answer', 'x'], "unknown option '--answer'"],
    [['x'], "unexpected argument 'x'"],
  ])('understands no %j', (args, words) => {
    expect(() => argumentsOf(args)).toThrow(words);
  });

  it.each([
    ['is not there', Object.assign(new Error(), { code: 'ENOENT' }), 'a.json cannot be read (ENOENT): check its name'],
    ['is no JSON', undefined, 'a.json is not JSON: correct it and try again'],
  ])('says of an answers file that it %s', (_name, error, words) => {
    const read = (): string => {
      if (error) throw error;
      return '{';
    };
    expect(() => readAnswers('a.json', read)).toThrow(words);
  });
});

describe('plans from Stripe', () => {
  const price = (id: string, over: object = {}) =>
    ({
      id,
      created: 1,
      currency: 'eur',
      unit_amount: 1900,
      lookup_key: null,
      nickname: null,
      product: { name: 'Solo' },
      recurring: { interval: 'month', interval_count: 1 },
      ...over,
    }) as never;

  it.each<[string, object, object]>([
    ['is known by its lookup key', { lookup_key: 'solo' }, { id: 'solo', name: 'Solo', prices: { eur: 1900 } }],
    ['is known by its id without one', {}, { id: 'p', name: 'Solo', prices: { eur: 1900 } }],
    [
      'is called by its nickname where the product has no name',
      { product: 'prod_1', nickname: 'Small' },
      { id: 'p', name: 'Small', prices: { eur: 1900 } },
    ],
    [
      'renews each year',
      { recurring: { interval: 'year', interval_count: 1 } },
      { id: 'p', name: 'Solo', prices: { eur: 1900 }, interval: 'year' },
    ],
    [
      'renews each quarter',
      { recurring: { interval: 'month', interval_count: 3 } },
      { id: 'p', name: 'Solo', prices: { eur: 1900 }, interval: 'quarter' },
    ],
    [
      'renews every twelve months',
      { recurring: { interval: 'month', interval_count: 12 } },
      { id: 'p', name: 'Solo', prices: { eur: 1900 }, interval: 'year' },
    ],
  ])('%s', (_name, over, row) => {
    expect(plansOf([price('p', over)])).toEqual({ plans: [row], left: [] });
  });

  it.each<[string, object, string]>([
    ['without one price', { unit_amount: null }, 'p: it has tiers or is metered, so it has no one price'],
    [
      'of an interval we have no word for',
      { recurring: { interval: 'month', interval_count: 2 } },
      'p: it renews every 2 months',
    ],
  ])('leave out a price %s, and say so', (_name, over, left) => {
    expect(plansOf([price('p', over)])).toEqual({ plans: [], left: [left] });
  });

  it('are one plan where several currencies share a lookup key, and stand cheapest first', () => {
    const { plans } = plansOf([
      price('a', { lookup_key: 'team', unit_amount: 4900 }),
      price('b', { lookup_key: 'solo' }),
      price('c', { lookup_key: 'solo', currency: 'usd', unit_amount: 2100 }),
    ]);
    expect(plans.map(({ id, prices }) => [id, prices])).toEqual([
      ['solo', { eur: 1900, usd: 2100 }],
      ['team', { eur: 4900 }],
    ]);
  });

  it.each<[string, readonly Record<string, number>[], object, readonly string[]]>([
    ['of one currency need no rate', [{ eur: 1900 }], {}, []],
    ['in two currencies say the rate themselves', [{ eur: 1900, usd: 2000 }], { usd: 0.95 }, []],
    [
      'say the one in the middle',
      [
        { eur: 10, usd: 20 },
        { eur: 30, usd: 40 },
        { eur: 50, usd: 50 },
      ],
      { usd: 0.75 },
      [],
    ],
    ['know currencies without minor units', [{ eur: 1000, jpy: 1600 }], { jpy: 0.00625 }, []],
    ['are left out where nothing says it', [{ usd: 2000 }], {}, ['p0 in usd: add it with a rate under fx.rates.usd']],
  ])('%s', (_name, prices, rates, left) => {
    const rated = withRates(
      prices.map((one, n) => ({ id: `p${n}`, prices: one })),
      'eur',
    );
    expect([rated.rates, rated.left]).toEqual([rates, left]);
    expect(rated.plans).toHaveLength(prices.length - left.length);
  });

  it('are read with the country and the currency of the account', async () => {
    const fake = new FakeStripe({ now: () => 0, emit: () => undefined });
    fake.addPrice({ plan: 'team', amount: 4900, currency: 'usd' });
    const stripe = createStripe('sk_test_x', { httpClient: createFakeHttpClient(fake) });

    expect(await readStripe(stripe)).toMatchObject({
      says: { country: 'US', currency: 'usd' },
      plans: [{ name: 'team', prices: { usd: 4900 } }],
      left: [],
    });
  });
});
