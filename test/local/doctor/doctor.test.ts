import { describe, expect, it } from '@jest/globals';
import { apiVersion, createStripe } from '../../../lambdas/adapters/stripe/index.ts';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { after, before as earlier, parseInstant } from '../../../lambdas/kernel/instant.ts';
import { permissions } from '../../../local/connect/permissions.ts';
import type { EndpointSeen } from '../../../local/connect/plan.ts';
import { argumentsOf } from '../../../local/doctor/arguments.ts';
import { exitCodeOf, type Finding, lineOf, summaryOf } from '../../../local/doctor/finding.ts';
import type { DomainFacts } from '../../../local/doctor/judge-mail.ts';
import { lookAtAws } from '../../../local/doctor/look-at-aws.ts';
import { lookAtDomain } from '../../../local/doctor/look-at-dns.ts';
import { lookAtStripe, type StripeFacts } from '../../../local/doctor/look-at-stripe.ts';
import { type Facts, reportOf } from '../../../local/doctor/report.ts';
import { endpointTypes } from '../../../local/stage/stripe-endpoint.ts';
import { createFakeHttpClient, FakeStripe } from '../../../local/stripe/index.ts';
import example from '../../../retention.config.ts';

const now = parseInstant('2026-11-24T09:00:00Z');
const config = resolveConfig(mergeConfig(example, {}));
const live = resolveConfig(mergeConfig(example, { mode: { 'payment-recovery': 'live' } }));
const url = 'https://api.vendor.test/webhooks/stripe';

const endpoint = (over: Partial<EndpointSeen> = {}): EndpointSeen => ({
  id: 'we_1',
  url,
  enabled: true,
  apiVersion,
  events: endpointTypes,
  created: now,
  stage: 'dev',
  mark: 'active',
  ...over,
});
const stranger = (host: string, events: readonly string[] = ['invoice.payment_failed']): EndpointSeen =>
  endpoint({ id: 'we_2', url: `https://${host}/secret-path`, events, stage: undefined, mark: undefined });

const tested = permissions.map((permission) => ({ permission, verdict: 'may' as const }));

const subscription = (id: string, over = {}) =>
  ({
    id,
    status: 'active',
    amount: { amount: 10_000, currency: 'usd' },
    interval: 'month',
    collection: 'charge_automatically',
    pays: 'card',
    ...over,
  }) as const;

type Subscriptions = Extract<StripeFacts['subscriptions'], { value: unknown }>['value'];
const subscriptions = (over: Partial<Subscriptions> = {}): StripeFacts['subscriptions'] => ({
  value: {
    covered: [subscription('sub_1')],
    endedByStripe: { canceled: 0, unpaid: 0, paused: 0 },
    whole: true,
    ...over,
  },
});

const goodStripe: StripeFacts = {
  permissions: tested,
  account: { value: { account: 'acct_1', connectedAccounts: 0 } },
  endpoints: { value: [endpoint()] },
  portals: { value: [{ id: 'bpc_1', stage: 'dev', isDefault: false, updatesCard: true, cancels: false }] },
  undelivered: { value: [] },
  plannedByStripe: { value: 0 },
  subscriptions: subscriptions(),
};

const domain: DomainFacts = {
  domain: 'vendor.test',
  ses: { verified: true, dkim: true, mailFrom: true },
  dkimNames: [{ name: 'a._domainkey.vendor.test', stands: true }],
  mailFrom: { name: 'bounce.vendor.test', spf: true, mx: true },
  dmarc: 'reject',
};

const mail = { production: true, sending: true, daily: 50_000, perSecond: 14 };
const aws = (over = {}): Facts['aws'] => ({
  value: {
    mail: { value: mail },
    domains: { value: [] },
    executions: { value: { count: 12, more: false } },
    secrets: { value: [{ name: 'holdfast/dev/link-keys', changed: earlier(now, { days: 365 }) }] },
    ...over,
  },
});

const connection = { account: 'acct_1', endpoint: 'we_1', portal: 'bpc_1', connectedAt: '', changed: [] };

const good: Facts = {
  versions: { node: '24.21.0', sdkApi: apiVersion, pinnedApi: apiVersion },
  now,
  stage: { value: [] },
  url: { value: url },
  connection: { value: connection },
  stripe: { value: goodStripe },
  aws: aws(),
  domains: { value: [domain] },
  clocks: [{ whose: 'Stripe', says: { value: now } }],
};

const stripeWith = (over: Partial<StripeFacts>): Partial<Facts> => ({ stripe: { value: { ...goodStripe, ...over } } });
const mailWith = (over: object): Partial<Facts> => ({ aws: aws({ mail: { value: { ...mail, ...over } } }) });
const domainWith = (over: Partial<DomainFacts>): Partial<Facts> => ({ domains: { value: [{ ...domain, ...over }] } });
const clock = (seconds: number): Partial<Facts> => ({
  clocks: [{ whose: 'Stripe', says: { value: after(now, { seconds }) } }],
});
const customers = (count: number) =>
  subscriptions({ covered: Array.from({ length: count }, (_, n) => subscription(`s${n}`)) });

/** The lines of a report that are not simply right. */
const told = (over: Partial<Facts>, of = config): string[] =>
  reportOf({ ...good, ...over }, of)
    .filter(({ state }) => state === 'fail' || state === 'warn')
    .map(lineOf);

describe('the doctor', () => {
  it('finds nothing on a stage that is as it should be, and asks what no API shows', () => {
    const findings = reportOf(good, config);

    expect(told({})).toEqual([]);
    expect(exitCodeOf(findings)).toBe(0);
    expect(findings.filter(({ state }) => state === 'ask').map(({ words }) => words)).toEqual([
      'are Smart Retries off? no open invoice shows one now',
      'does Stripe leave a subscription past due when all attempts failed? no other end was seen',
      'are Stripe’s mails off: failed payments, expiring cards, 3D Secure?',
      'is no automation of Stripe’s set up on failed payments?',
      'is Lambda’s quota of concurrent executions 100 or more?',
      'is Step Functions’ StateTransition rate 800 a second or more?',
    ]);
  });

  it.each<[string, Partial<Facts>, RegExp]>([
    ['an old Node', { versions: { ...good.versions, node: '22.9.0' } }, /^fail {2}Node 22.9.0 is too old/],
    ['a client of another version', { versions: { ...good.versions, sdkApi: '2027-01-01.f' } }, /^warn .*2027-01-01.f/],
    ['a clock 30 s behind', clock(30), /^warn {2}this machine's clock is 30 seconds behind Stripe's/],
    ['a clock 240 s ahead', clock(-240), /^fail {2}this machine's clock is 240 seconds ahead of Stripe's/],
    [
      'a missing permission',
      stripeWith({ permissions: [{ permission: permissions[0] as never, verdict: 'may not' }] }),
      /^fail .*Customers \(write\)/,
    ],
    [
      'a permission nobody could try',
      stripeWith({ permissions: [{ permission: permissions[0] as never, verdict: 'unknown' }] }),
      /^warn .*1 permissions/,
    ],
    ['no endpoint', stripeWith({ endpoints: { value: [] } }), /^fail {2}Stripe has no webhook endpoint/],
    [
      'a disabled endpoint',
      stripeWith({ endpoints: { value: [endpoint({ enabled: false })] } }),
      /^fail .*is disabled/,
    ],
    [
      'a missing event',
      stripeWith({ endpoints: { value: [endpoint({ events: endpointTypes.slice(1) })] } }),
      /^fail .*lacks 1 events, invoice.payment_failed/,
    ],
    [
      'an endpoint for everything',
      stripeWith({ endpoints: { value: [endpoint({ events: ['*'] })] } }),
      /^warn .*every event/,
    ],
    [
      'another API version',
      stripeWith({ endpoints: { value: [endpoint({ apiVersion: '2024-06-20' })] } }),
      /^fail .*2024-06-20, our client is pinned/,
    ],
    [
      'events nobody took',
      stripeWith({ undelivered: { value: [{ type: 'invoice.paid', created: earlier(now, { minutes: 61 }) }] } }),
      /^warn {2}1 events .*invoice.paid/,
    ],
    [
      'a tool that collects',
      stripeWith({ endpoints: { value: [endpoint(), stranger('api.churnkey.co')] } }),
      /^warn {2}Churnkey gets events/,
    ],
    [
      'another such tool',
      stripeWith({ endpoints: { value: [endpoint(), stranger('hooks.profitwell.com', ['charge.succeeded'])] } }),
      /^warn {2}Paddle Retain/,
    ],
    [
      'a tool that writes',
      stripeWith({ endpoints: { value: [endpoint(), stranger('track.customer.io')] } }),
      /^warn {2}Customer.io .*two of each/,
    ],
    [
      'a stranger who hears of failures',
      stripeWith({ endpoints: { value: [endpoint(), stranger('hooks.else.test', ['*'])] } }),
      /^warn {2}another webhook endpoint .*\(hooks.else.test\)/,
    ],
    ['no portal of our own', stripeWith({ portals: { value: [] } }), /^warn {2}there is no portal/],
    [
      'a portal without cards',
      stripeWith({
        portals: { value: [{ id: 'bpc_1', stage: 'dev', isDefault: false, updatesCard: false, cancels: false }] },
      }),
      /^fail {2}our portal/,
    ],
    [
      'a key of another account',
      stripeWith({ account: { value: { account: 'acct_2', connectedAccounts: 0 } } }),
      /^fail {2}the key is of account acct_2, the stage is connected to acct_1/,
    ],
    [
      'a Connect platform',
      stripeWith({ account: { value: { account: 'acct_1', connectedAccounts: 1 } } }),
      /^warn {2}this account is a Connect platform/,
    ],
    [
      'Smart Retries at work',
      stripeWith({ plannedByStripe: { value: 1 } }),
      /^warn {2}Stripe plans attempts of its own on 1 open invoice:/,
    ],
    [
      'subscriptions ended by Stripe',
      stripeWith({ subscriptions: subscriptions({ endedByStripe: { canceled: 2, unpaid: 1, paused: 0 } }) }),
      /^fail {2}Stripe's own rule cancelled 2, marked 1 unpaid/,
    ],
    [
      'money outside recovery',
      stripeWith({
        subscriptions: subscriptions({
          covered: [
            subscription('a'),
            subscription('b', { collection: 'send_invoice' }),
            subscription('c', { pays: 'sepa_debit' }),
            subscription('d'),
          ],
        }),
      }),
      /^warn {2}\$200.00 a month \(50 % of 4 subscriptions\) .*1 paid by invoice, 1 by other means/,
    ],
    ['SES stopped', mailWith({ sending: false }), /^fail {2}SES has stopped/],
    [
      'a quota below need',
      { ...stripeWith({ subscriptions: customers(1201) }), ...mailWith({ daily: 200 }) },
      /^fail {2}SES sends 200 mails a day, 14 a second; a busy day needs about 201/,
    ],
    [
      'a quota near need',
      { ...stripeWith({ subscriptions: customers(601) }), ...mailWith({ daily: 200 }) },
      /^warn .*about 101/,
    ],
    [
      'a domain SES does not know',
      domainWith({ ses: { verified: false, dkim: true, mailFrom: true } }),
      /^fail {2}SES has not verified/,
    ],
    [
      'no DKIM at SES',
      domainWith({ ses: { verified: true, dkim: false, mailFrom: true } }),
      /^fail {2}SES cannot sign/,
    ],
    [
      'no return path at SES',
      domainWith({ ses: { verified: true, dkim: true, mailFrom: false } }),
      /^warn .*no return path of its own/,
    ],
    [
      'no DKIM in DNS',
      domainWith({ dkimNames: [{ name: 'a._domainkey.vendor.test', stands: false }] }),
      /^fail {2}1 DKIM records/,
    ],
    [
      'no SPF',
      domainWith({ mailFrom: { name: 'bounce.vendor.test', spf: false, mx: true } }),
      /^warn {2}the return path bounce.vendor.test lacks its SPF record/,
    ],
    ['no DMARC', domainWith({ dmarc: undefined }), /^fail {2}vendor.test has no DMARC/],
    ['DMARC that asks nothing', domainWith({ dmarc: 'none' }), /^warn {2}DMARC of vendor.test/],
    [
      'an old secret',
      { aws: aws({ secrets: { value: [{ name: 'k', changed: earlier(now, { days: 366 }) }] } }) },
      /^warn {2}k is 366 days old/,
    ],
    [
      'too many executions',
      { aws: aws({ executions: { value: { count: 700_000, more: false } } }) },
      /^warn {2}700000 executions/,
    ],
  ])('tells %s, and that alone', (_name, over, line) => {
    expect(told(over)).toEqual([expect.stringMatching(line)]);
  });

  it('refuses live while SES is in the sandbox, and only warns before', () => {
    expect(told(mailWith({ production: false }))).toEqual([expect.stringMatching(/^warn {2}SES is in the sandbox/)]);
    expect(told(mailWith({ production: false }), live)).toEqual([
      expect.stringMatching(/^fail {2}SES is in the sandbox and payment-recovery is live/),
    ]);
  });

  it.each<[string, Partial<Facts>]>([
    ['a clock 29 s behind', clock(29)],
    [
      'an event that is still on its way',
      stripeWith({ undelivered: { value: [{ type: 'invoice.paid', created: earlier(now, { minutes: 60 }) }] } }),
    ],
    [
      'an event that is none of ours',
      stripeWith({ undelivered: { value: [{ type: 'payout.paid', created: earlier(now, { days: 1 }) }] } }),
    ],
    [
      'a stranger who hears of payouts',
      stripeWith({ endpoints: { value: [endpoint(), stranger('books.test', ['payout.paid'])] } }),
    ],
    [
      'an endpoint of another stage',
      stripeWith({
        endpoints: { value: [endpoint(), endpoint({ id: 'we_3', stage: 'staging', url: 'https://s.test' })] },
      }),
    ],
    ['a quota of twice the need', { ...stripeWith({ subscriptions: customers(600) }), ...mailWith({ daily: 200 }) }],
  ])('leaves %s alone', (_name, over) => {
    expect(told(over)).toEqual([]);
  });

  it('says of everything it cannot see why not, and neither passes nor fails it', () => {
    const why = { why: 'there are no AWS credentials here' };
    const blind: Facts = {
      ...good,
      stage: why,
      url: why,
      connection: why,
      stripe: why,
      aws: why,
      domains: why,
      clocks: [{ whose: 'AWS', says: why }],
    };
    const findings = reportOf(blind, live);

    expect(findings.filter(({ state }) => state === 'skip').map(lineOf)).toEqual([
      "skip  not checked: the clock against AWS's: there are no AWS credentials here",
      'skip  not checked: what the stage runs: there are no AWS credentials here',
      'skip  not checked: everything at Stripe: there are no AWS credentials here',
      'skip  not checked: SES, quotas and secrets in AWS: there are no AWS credentials here',
      'skip  not checked: the DNS of the mail domains: there are no AWS credentials here',
    ]);
    expect(summaryOf(findings)).toBe('2 pass, 0 warn, 0 fail, 5 not checked, 2 for you to look at');
  });

  it.each<[string, Partial<StripeFacts>, string]>([
    ['endpoints', { endpoints: { why: 'no' } }, 'the webhook endpoint'],
    ['events', { undelivered: { why: 'no' } }, 'the webhook endpoint'],
    ['subscriptions', { subscriptions: { why: 'no' } }, 'what recovery covers'],
    ['portals', { portals: { why: 'no' } }, 'the portal for new cards'],
    ['the account', { account: { why: 'no' } }, 'the account and its settings'],
  ])('goes on where the key may not see %s', (_name, over, what) => {
    const findings = reportOf({ ...good, ...stripeWith(over) }, config);
    expect(findings.map(lineOf)).toContain(`skip  not checked: ${what}: no`);
    expect(findings.filter(({ state }) => state === 'pass').length).toBeGreaterThan(12);
  });

  it('never prints the path of another tool, which may be its secret', () => {
    const findings = reportOf(
      { ...good, ...stripeWith({ endpoints: { value: [endpoint(), stranger('api.churnkey.co')] } }) },
      config,
    );
    expect(findings.map(lineOf).join('\n')).not.toContain('secret-path');
  });

  it.each<[readonly Finding['state'][], 0 | 1]>([
    [['pass', 'warn', 'skip', 'ask'], 0],
    [['pass', 'fail'], 1],
  ])('ends %j with code %i', (states, code) => {
    expect(exitCodeOf(states.map((state) => ({ state, words: '' })))).toBe(code);
  });

  it.each([
    [['--stag', 'dev'], /^unknown option '--stag'/],
    [['--stage', 'No Stage'], /^"No Stage" is no name of a stage/],
  ])('understands no %j', (args, words) => {
    expect(() => argumentsOf(args)).toThrow(words);
  });
});

describe('looking at Stripe', () => {
  it('reads the traces of its settings and writes nothing', async () => {
    const fake = new FakeStripe({ now: () => now, emit: () => undefined });
    const plan = { plan: 'team', amount: 4900, currency: 'usd' };
    fake.addCustomer({ id: 'cus_a', email: 'a@a.test', name: 'A' });
    fake.addCard(
      'cus_a',
      { id: 'pm_a', fingerprint: 'f', exp: '2028-01', charges: ['insufficient_funds'] },
      { silent: true },
    );
    fake.addSubscription({ id: 'sub_a', customer: 'cus_a', ...plan });
    fake.addSubscription({ id: 'sub_b', customer: 'cus_a', ...plan, status: 'unpaid' });
    fake.renew({ subscription: 'sub_a' });
    const stripe = createStripe('sk_test_x', { httpClient: createFakeHttpClient(fake) });
    const seen = await lookAtStripe(stripe, now);

    expect(seen).toMatchObject({
      account: { value: { account: 'acct_holdfast' } },
      plannedByStripe: { value: 1 },
      subscriptions: {
        value: {
          covered: [{ pays: 'card' }, { pays: 'card' }],
          endedByStripe: { canceled: 0, unpaid: 1, paused: 0 },
          whole: true,
        },
      },
    });
    expect(seen.permissions.every(({ verdict }) => verdict === 'may')).toBe(true);
    expect(fake.calls.filter(({ method, status }) => method !== 'GET' && status < 400)).toEqual([]);
  });
});

describe('looking at a domain', () => {
  const said = { domain: 'mail.vendor.test', ses: domain.ses, tokens: ['a'], mailFrom: 'bounce.vendor.test' };
  const records: Readonly<Record<string, readonly unknown[]>> = {
    'CNAME a._domainkey.mail.vendor.test': ['a.dkim.amazonses.com'],
    'TXT bounce.vendor.test': [['v=spf1 include:amazonses.com ~all']],
    'MX bounce.vendor.test': [{ exchange: 'feedback-smtp.eu-west-1.amazonses.com', priority: 10 }],
    'TXT _dmarc.vendor.test': [['v=DMARC1; ', 'p=quarantine; rua=mailto:ops@vendor.test']],
  };
  const dns =
    (without = '', code = 'ENOTFOUND') =>
    async (name: string, type: string): Promise<readonly unknown[]> => {
      const found = records[`${type} ${name}`];
      if (found && `${type} ${name}` !== without) return found;
      throw Object.assign(new Error(code), { code });
    };

  it('finds what stands in DNS, and the policy of the domain above', async () => {
    expect(await lookAtDomain(said, dns())).toMatchObject({
      dkimNames: [{ stands: true }],
      mailFrom: { spf: true, mx: true },
      dmarc: 'quarantine',
    });
  });

  it.each([
    ['CNAME a._domainkey.mail.vendor.test', { dkimNames: [{ stands: false }] }],
    ['TXT bounce.vendor.test', { mailFrom: { spf: false, mx: true } }],
    ['MX bounce.vendor.test', { mailFrom: { spf: true, mx: false } }],
    ['TXT _dmarc.vendor.test', { dmarc: undefined }],
  ])('misses %s', async (without, facts) => {
    expect(await lookAtDomain(said, dns(without))).toMatchObject(facts);
  });

  it('takes silence for no answer, not for a missing record', async () => {
    await expect(lookAtDomain(said, dns('', 'ETIMEOUT'))).rejects.toThrow(
      'DNS did not answer for _dmarc.mail.vendor.test (ETIMEOUT)',
    );
  });
});

describe('looking at AWS', () => {
  it('reads the age of secrets without their values, and goes on where it may not look', async () => {
    const sent: string[] = [];
    const client = {
      send: async (command: object) => {
        sent.push(command.constructor.name);
        if (command.constructor.name === 'DescribeSecretCommand') return { LastChangedDate: new Date(now) };
        if (command.constructor.name === 'GetEmailIdentityCommand')
          return { VerifiedForSendingStatus: true, DkimAttributes: { Status: 'SUCCESS', Tokens: ['a'] } };
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      },
    };
    const seen = await lookAtAws(
      { ses: client, secrets: client, workflows: client },
      { domains: ['vendor.test'], machine: 'arn', secrets: ['k'] },
    );

    expect(seen).toMatchObject({
      mail: { why: expect.stringContaining('may not read the SES account') },
      domains: { value: [{ ses: { verified: true, dkim: true, mailFrom: false }, tokens: ['a'] }] },
      executions: { why: expect.stringContaining('may not list the executions') },
      secrets: { value: [{ name: 'k', changed: now }] },
    });
    expect(sent).not.toContain('GetSecretValueCommand');
  });
});
