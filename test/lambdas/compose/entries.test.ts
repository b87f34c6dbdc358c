import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Metafile } from 'esbuild';
import {
  baseVariables,
  type FunctionName,
  functions,
  queueVariables,
  type Touch,
  touchVariables,
} from '../../../lambdas/registry.ts';
import { bundle } from '../../../local/bench/bundle.ts';
import { signWebhook } from '../../../local/stripe/index.ts';
import { type AwsCall, fakeAws } from './fake-aws.ts';

const root = join(import.meta.dirname, '../../..');
const names = Object.keys(functions) as FunctionName[];

const values: Readonly<Record<string, string>> = {
  STAGE: 'dev',
  LIVEMODE: 'false',
  TABLE_NAME: 'holdfast-dev',
  STRIPE_KEY_SECRET: 'stripe-key',
  BUS_NAME: 'holdfast-dev',
  PAYMENT_RECOVERY_ARN: 'arn:aws:states:eu-west-1:123456789012:stateMachine:holdfast-dev-payment-recovery',
  LINK_KEYS_SECRET: 'link-keys',
  APP_KEYS_SECRET: 'app-keys',
  WEBHOOK_KEYS_SECRET: 'webhook-keys',
  BASE_URL: 'https://billing.northwind.test',
  WEBHOOK_SECRET: 'webhook',
};

/** Exactly what the registry says the function gets: one name too few, and it cannot run. SQS is called at the queue's URL. */
function environmentOf(name: FunctionName, aws: string): Record<string, string> {
  const row: { touches: readonly Touch[]; sends: readonly (keyof typeof queueVariables)[]; receives?: string } =
    functions[name];
  const queues = [...row.sends, ...(row.receives ? [row.receives as keyof typeof queueVariables] : [])];
  const wanted = [
    ...baseVariables,
    ...row.touches.flatMap((touch) => touchVariables[touch]),
    ...queues.map((queue) => queueVariables[queue]),
  ];
  return Object.fromEntries(wanted.map((one) => [one, values[one] ?? `${aws}/1/${one}`]));
}

const secretTexts: Readonly<Record<string, string>> = {
  'stripe-key': 'sk_test_planted',
  'link-keys': JSON.stringify([{ id: 'a', secret: 'planted'.repeat(8) }]),
  'app-keys': JSON.stringify([{ id: 'a', secret: 'planted'.repeat(8) }]),
  webhook: '["whsec_planted", "whsec_older"]',
};

const md5 = (text: unknown): string => createHash('md5').update(String(text)).digest('hex');

/** What AWS answers when nothing is stored yet. */
function empty({ target, input }: AwsCall): object | undefined {
  if (target === 'GetSecretValue') return { SecretString: secretTexts[String(input.SecretId)] };
  if (target === 'SendMessage') return { MessageId: 'm-1', MD5OfMessageBody: md5(input.MessageBody) };
  if (target === 'Query') return { Items: [], Count: 0 };
  if (['GetItem', 'PutItem', 'UpdateItem', 'ChangeMessageVisibility'].includes(target)) return {};
  return undefined;
}

const script = `const [file, event] = process.argv.slice(1);
const { handler } = await import(file);
const end = (kind) => (value) => { process.stdout.write('END ' + JSON.stringify({ kind, value }) + '\\n'); process.exit(0); };
await handler(JSON.parse(event), { awsRequestId: 'r-1' }).then(end('answered'), (error) =>
  end('failed')({ name: error.name, message: error.message, own: Object.keys(error) }));`;

describe('the entries, bundled as they are deployed', () => {
  let folder: string;
  const built = new Map<FunctionName, { file: string; inputs: readonly string[] }>();

  beforeAll(async () => {
    mkdirSync(join(root, '.holdfast'), { recursive: true });
    folder = mkdtempSync(join(root, '.holdfast', 'entries-'));
    for (const name of names) {
      const file = join(folder, `${name}.mjs`);
      built.set(name, { file, inputs: usedBy(await bundle(join(root, 'lambdas', functions[name].entry), file)) });
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const usedBy = ({ outputs }: Metafile): readonly string[] =>
    Object.values(outputs).flatMap(({ inputs, imports }) => [
      ...Object.keys(inputs),
      ...imports.map(({ path }) => path),
    ]);

  const contains = (name: FunctionName, part: string): boolean =>
    built.get(name)?.inputs.some((input) => input.includes(part)) === true;

  /** One call in a process of its own, as in Lambda; what it logged and how it ended. */
  async function call(name: FunctionName, event: unknown, env: Record<string, string>, aws = 'http://127.0.0.1:1') {
    const region = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', PATH: '' };
    const url = pathToFileURL(built.get(name)?.file ?? '').href;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, url, JSON.stringify(event)], {
      env: { ...region, AWS_ENDPOINT_URL: aws, ...env },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
    await new Promise((resolve) => child.on('close', resolve));
    const end = /^END (.*)$/m.exec(text)?.[1] ?? '{"kind":"died"}';
    return { text, end: JSON.parse(end) as { kind: string; value: unknown } };
  }

  it.each(names)('%s exports a handler that names a missing variable in one line', async (name) => {
    const { end, text } = await call(name, {}, {});

    expect(end).toEqual({
      kind: 'failed',
      value: {
        name: 'PermanentFailure',
        message: expect.stringMatching(/^[A-Z_]+ is not set, expected .*again$/),
        own: ['name'],
      },
    });
    expect(text).toContain('"message":"handler failed"');
  });

  it.each<[Touch, string]>([
    ['stripe', 'node_modules/stripe/'],
    ['mail', '@aws-sdk/client-sesv2'],
    ['workflows', '@aws-sdk/client-sfn'],
    ['bus', '@aws-sdk/client-eventbridge'],
    ['table', '@aws-sdk/client-dynamodb'],
    ['links', 'node_modules/jose/'],
  ])('carry %s where the registry says so and nowhere else', (touch, part) => {
    const touching = names.filter((name) => (functions[name].touches as readonly Touch[]).includes(touch));
    expect(touching).not.toEqual([]);
    expect(names.filter((name) => contains(name, part))).toEqual(touching);
  });

  it('keep the function that answers the internet small', () => {
    const { file = '' } = built.get('stripe-webhook') ?? {};
    expect(statSync(file).size / 1024).toBeLessThan(80);
    for (const part of [
      'node_modules/zod/v4/classic',
      'node_modules/@middy',
      'node_modules/stripe/',
      'retention.config',
    ])
      expect([part, contains('stripe-webhook', part)]).toEqual([part, false]);
  });

  const body = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'invoice.paid',
    created: 1,
    livemode: false,
    data: { object: { id: 'in_1', customer: 'cus_1', customer_email: 'ana@shop.test', note: 'Zoë paid 5 €' } },
  });
  const signed = (secret: string) => ({
    version: '2.0',
    headers: { 'stripe-signature': signWebhook(body, secret, Math.floor(Date.now() / 1000)) },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  });

  it.each([
    ['the new secret', 'whsec_planted', 200, ['GetSecretValue', 'SendMessage']],
    ['the older secret', 'whsec_older', 200, ['GetSecretValue', 'SendMessage']],
    ['no secret of ours', 'whsec_guess', 400, ['GetSecretValue']],
  ])('take a base64 webhook over HTTP signed with %s', async (_name, secret, statusCode, targets) => {
    const aws = await fakeAws(empty);
    const { end, text } = await call(
      'stripe-webhook',
      signed(secret),
      environmentOf('stripe-webhook', aws.url),
      aws.url,
    );
    await aws.close();

    expect(end).toEqual({ kind: 'answered', value: expect.objectContaining({ statusCode }) });
    expect(aws.calls.map(({ target }) => target)).toEqual(targets);
    expect(aws.calls[1]?.input.MessageBody ?? '').toEqual(
      statusCode === 200 ? expect.stringContaining('Zo\u00eb') : '',
    );
    expect(text.split('\n')[0]).toMatch(/^\{"level":"(INFO|WARN)","message":"webhook .*"service":"stripe-webhook"/);
    expect(text).not.toMatch(/whsec|ana@|cus_1/);
  });

  const queued = {
    Records: [{ messageId: 'm-1', receiptHandle: 'r', body: '{}', attributes: { ApproximateReceiveCount: '1' } }],
  };
  it.each<[FunctionName, unknown, string]>([
    ['sweep', {}, '{"kind":"answered","value":{"cases":0,"messages":0,"tasks":0,"webhooks":0,"failed":0}}'],
    ['pages', { pathParameters: { purpose: 'task', token: 'cut' } }, '"statusCode":400'],
    ['app', { routeKey: 'GET /banner' }, '"statusCode":401'],
    ['billing-events', queued, '{"kind":"answered","value":{"batchItemFailures":[{"itemIdentifier":"m-1"}]}}'],
    ['dispatcher', queued, '{"kind":"answered","value":{"batchItemFailures":[{"itemIdentifier":"m-1"}]}}'],
    ['execution-events', queued, '{"kind":"answered","value":{"batchItemFailures":[{"itemIdentifier":"m-1"}]}}'],
    ['webhooks-out', queued, '{"kind":"answered","value":{"batchItemFailures":[{"itemIdentifier":"m-1"}]}}'],
    ['mail-events', queued, '{"kind":"answered","value":{"batchItemFailures":[{"itemIdentifier":"m-1"}]}}'],
    ['recovery-step', {}, '"name":"BadInput"'],
    ['case-attention', {}, '"name":"BadInput"'],
  ])('run %s with the variables the registry gives it', async (name, event, expected) => {
    const aws = await fakeAws(empty);
    const { end, text } = await call(name, event, environmentOf(name, aws.url), aws.url);
    await aws.close();

    expect(JSON.stringify(end)).toContain(expected);
    expect(text).not.toMatch(/planted|is not set|has no port/);
  });

  it('pass no secret on when Secrets Manager refuses, and say which secret it was', async () => {
    const aws = await fakeAws(() => undefined);
    const { end } = await call('dispatcher', queued, environmentOf('dispatcher', aws.url), aws.url);
    await aws.close();

    expect(end).toMatchObject({ kind: 'failed', value: { name: 'PermanentFailure' } });
    expect(JSON.stringify(end)).toMatch(/the secret \\"(stripe-key|link-keys)\\" may not be read/);
  });
});
