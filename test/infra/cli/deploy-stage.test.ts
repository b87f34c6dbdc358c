import { describe, expect, it } from '@jest/globals';
import { type Deployment, deployStage } from '../../../infra/cli/deploy-stage.ts';
import { stageOf } from '../../../infra/stages.ts';
import type { Lookup } from '../../../local/stage/dns.ts';
import { endpointTypes } from '../../../local/stage/stripe-endpoint.ts';
import { type Answers, account, configIn, dev, gone, holding, prod, refused } from './fake-account.ts';

type Endpoint = { url: string; status: string; enabled_events: readonly string[] };

const endpoint = (enabled_events: readonly string[]): Endpoint => ({
  url: 'https://api.test/webhooks/stripe',
  status: 'enabled',
  enabled_events,
});

type Over = Partial<Deployment> & { readonly endpoints?: readonly Endpoint[]; readonly lookup?: Lookup };

function deployment(answers: Answers = {}, over: Over = {}) {
  const said: string[] = [];
  const ran: (readonly string[])[] = [];
  const written: string[] = [];
  const { endpoints = [], lookup = () => Promise.reject(new Error('ENOTFOUND')), ...rest } = over;
  const whole: Deployment = {
    stage: dev,
    region: 'eu-west-1',
    mailDomains: ['northwind.test'],
    config: configIn('live'),
    holdAnyway: false,
    clients: account(answers),
    reach: {
      lookup,
      stripe: () => ({ webhookEndpoints: { list: async () => ({ data: endpoints }) } }) as never,
    },
    say: (line) => said.push(line),
    assemble: () => 'cdk.out/dev',
    cdk: async (args) => {
      ran.push(args);
      return 0;
    },
    write: (text) => {
      written.push(text);
      return '.holdfast/dev.env';
    },
    ...rest,
  };
  return { run: () => deployStage(whole), said, ran, written };
}

const text = (lines: readonly string[]): string => lines.join('\n');

describe('a deploy that switches recovery off', () => {
  it('is refused while recovery holds invoices, with the command that gives them back', async () => {
    const { run, ran } = deployment(holding, { config: configIn('observe') });

    await expect(run()).rejects.toThrow(
      /recovery holds 1 invoice of 1 customer, .* npm run stripe:handback -- --stage dev gives them back/,
    );
    expect(ran).toEqual([]);
  });

  it.each([
    ['nothing is held', {}, { config: configIn('observe') }],
    ['somebody knows what stays held', holding, { config: configIn('observe'), holdAnyway: true }],
    ['recovery stays on', holding, {}],
  ])('goes on where %s', async (_name, answers, over) => {
    expect(await deployment(answers, over).run()).toBe(0);
  });
});

describe('a deploy', () => {
  it('says where it goes, deploys both stacks without a question, and writes the names of the stage', async () => {
    const { run, said, ran, written } = deployment();

    expect(await run()).toBe(0);

    expect(said[0]).toBe('stage dev: account 111122223333, eu-west-1, as ines');
    expect(ran).toEqual([
      ['deploy', '--all', '--app', 'cdk.out/dev', '--require-approval', 'never', '--progress', 'events'],
    ]);
    expect(written[0]).toContain('TABLE_NAME=holdfast-dev\n');
    expect(written[0]?.split('\n')).toHaveLength(17);
    expect(text(said)).toContain('2 executions are open, each on the version it began with');
  });

  it('prints what is left: records, domain, sandbox, secrets from stdin, endpoint with its events, alarms', async () => {
    const { run, said } = deployment();

    await run();

    const all = text(said);
    expect(all).toContain('[open] put 3 of 3 records into your DNS');
    expect(all).toContain('CNAME a._domainkey.northwind.test  a.dkim.amazonses.com');
    expect(all).toContain('[open] SES waits for DKIM and the return path of northwind.test');
    expect(all).toContain('until then it sends 200 mails a day, to verified addresses only');
    expect(all).toContain(
      'aws secretsmanager put-secret-value --region eu-west-1 --secret-id holdfast/dev/stripe-key --secret-string file:///dev/stdin',
    );
    expect(all).toContain('[done] holdfast/dev/link-keys holds what it should');
    expect(all).toContain("[open] make the webhook endpoint https://api.test/webhooks/stripe in Stripe's test mode");
    expect(all).toContain('invoice.payment_failed');
    expect(all).not.toContain('customer.subscription.past_due');
    expect(all).toContain('ops@northwind.test');
    expect(all).not.toContain('x'.repeat(48));
  });

  it('says of each thing that is done that it is done', async () => {
    const { run, said } = deployment(allDone, { endpoints: [endpoint(endpointTypes)], lookup: standing });

    await run();

    const all = text(said);
    expect(all).toContain('1 of 8 things are left for a person:');
    expect(all).toContain('[done] 3 DNS records stand as they should');
    expect(all).toContain('[done] SES has verified northwind.test and its return path');
    expect(all).toContain('[done] SES sends to anybody: 50000 mails a day, 14 a second');
    expect(all).toContain(`[done] Stripe sends ${endpointTypes.length} event types to the webhook endpoint`);
    expect(all).not.toContain('rk_test_abc');
    expect(all).not.toContain('whsec_1');
  });

  it.each<[string, Endpoint, string]>([
    [
      'lacks an event',
      endpoint(endpointTypes.slice(1)),
      `lacks 1 event types: add them in Stripe\n       ${endpointTypes[0]}`,
    ],
    ['is disabled', { ...endpoint(endpointTypes), status: 'disabled' }, 'is disabled in Stripe: enable it'],
    ['is another one', { ...endpoint(['*']), url: 'https://other.test' }, '[open] make the webhook endpoint'],
    ['gets every event', endpoint(['*']), '[done] Stripe sends'],
  ])('tells an endpoint that %s', async (_what, one, saying) => {
    const { run, said } = deployment(allDone, { endpoints: [one], lookup: standing });
    await run();
    expect(text(said)).toContain(saying);
  });

  it('leaves a stricter DMARC record alone and says that one stands there', async () => {
    const own = async (name: string, type: string) =>
      name.startsWith('_dmarc.') ? [['v=DMARC1; p=reject']] : standing(name, type);
    const { run, said } = deployment(allDone, { lookup: own });
    await run();
    expect(text(said)).toContain('[look] put 1 of 3 records into your DNS');
    expect(text(said)).toContain('keep it if it is yours on purpose');
  });

  it('goes on when SES or a secret may not be read, and says so', async () => {
    const denied = refused('AccessDeniedException', 'not authorized');
    const { run, said } = deployment({
      GetAccountCommand: denied,
      GetEmailIdentityCommand: denied,
      GetSecretValueCommand: denied,
    });
    expect(await run()).toBe(0);
    expect(text(said)).toContain('[look] holdfast/dev/stripe-key could not be read');
    expect(text(said)).toContain('these credentials may not read the SES account');
  });
});

describe('a deploy that cannot be', () => {
  it.each<[string, string, Answers, Partial<Deployment>]>([
    [
      'without credentials',
      'there are no AWS credentials here',
      { GetCallerIdentityCommand: refused('CredentialsProviderError') },
      {},
    ],
    [
      'with credentials of another account',
      'these credentials are of account 111122223333, but cdk.json puts stage "dev" into 999900001111',
      {},
      { stage: stageOf('dev', { account: '999900001111' }) },
    ],
    [
      'of prod without a place in cdk.json',
      'stage "prod" needs its place written down',
      {},
      { stage: stageOf('prod') },
    ],
    [
      'without a bootstrap',
      'npx cdk bootstrap aws://111122223333/eu-west-1',
      {
        DescribeStacksCommand: ({ StackName }) => {
          throw gone(StackName);
        },
      },
      {},
    ],
    [
      'with an old bootstrap',
      "has version 5 of the CDK's bootstrap, 6 is needed",
      {
        DescribeStacksCommand: () => ({
          Stacks: [{ StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputKey: 'BootstrapVersion', OutputValue: '5' }] }],
        }),
      },
      {},
    ],
    ['that CloudFormation refused', 'cdk deploy ended with code 1', {}, { cdk: async () => 1 }],
  ])('stops %s with one sentence', async (_what, sentence, answers, over) => {
    const { run, written } = deployment(answers, over);
    const message = await run().then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toContain(sentence);
    expect(message).not.toContain('\n');
    expect(written).toEqual([]);
  });

  it('is not begun where cdk-nag found something', async () => {
    const { run, ran } = deployment(
      {},
      {
        assemble: () => {
          throw new Error('cdk-nag has 1 findings');
        },
      },
    );
    await expect(run()).rejects.toThrow('cdk-nag has 1 findings');
    expect(ran).toEqual([]);
  });

  it('takes prod where its place is written down', async () => {
    const prodStacks = { ListExecutionsCommand: refused('StateMachineDoesNotExist') };
    const { run } = deployment(prodStacks, { stage: prod, cdk: async () => 1 });
    await expect(run()).rejects.toThrow('cdk deploy ended with code 1');
  });
});

const allDone: Answers = {
  GetEmailIdentityCommand: () => ({
    DkimAttributes: { Status: 'SUCCESS' },
    MailFromAttributes: { MailFromDomainStatus: 'SUCCESS' },
  }),
  GetAccountCommand: () => ({
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14 },
  }),
  GetSecretValueCommand: ({ SecretId }) => ({ SecretString: goodSecrets[String(SecretId)] }),
};

const goodSecrets: Readonly<Record<string, string>> = {
  'holdfast/dev/stripe-key': 'rk_test_abc',
  'holdfast/dev/stripe-webhook-secret': 'whsec_1',
  'holdfast/dev/link-keys': JSON.stringify([{ id: 'first', secret: 'x'.repeat(32) }]),
  'holdfast/dev/app-keys': JSON.stringify([{ id: 'first', secret: 'y'.repeat(32) }]),
  'holdfast/dev/webhook-keys': JSON.stringify({ default: 'z'.repeat(48) }),
};

/** As node:dns answers: strings, parts of a text, objects. */
async function standing(name: string, type: string): Promise<readonly unknown[]> {
  if (type === 'MX') return [{ priority: 10, exchange: 'feedback-smtp.eu-west-1.amazonses.com' }];
  if (type === 'TXT') return [['google-site-verification=1'], ['v=DMARC1; p=none; ', 'rua=mailto:ops@northwind.test']];
  return name.startsWith('a.') ? ['a.dkim.amazonses.com.'] : [];
}
