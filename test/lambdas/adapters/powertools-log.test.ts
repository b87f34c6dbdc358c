import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { powertoolsLog } from '../../../lambdas/adapters/powertools-log.ts';
import { handleWebhook, stripeWebhook } from '../../../lambdas/billing/stripe-webhook.handler.ts';
import { publicError } from '../../../lambdas/compose/serve.ts';
import { defineHandler } from '../../../lambdas/kernel/define-handler.ts';
import { defineQueueHandler } from '../../../lambdas/kernel/define-queue-handler.ts';
import { BadInput } from '../../../lambdas/kernel/failures.ts';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { LogFields } from '../../../lambdas/kernel/log.ts';
import type { Ports } from '../../../lambdas/kernel/ports.ts';
import { signWebhook } from '../../../local/stripe/index.ts';

const T = parseInstant('2026-11-10T15:00:00Z');

/** Everything that reached the sink, as it would stand in CloudWatch. */
function sink() {
  const lines: string[] = [];
  const line = (message: string, fields: object) => void lines.push(JSON.stringify({ message, ...fields }));
  return { lines, log: powertoolsLog({ info: line, warn: line, error: line }) };
}

const alphabet = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });

const word = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const secrets = {
  webhook: alphabet(`${word}+/`, 24, 44).map((text) => `whsec_${text}`),
  key: fc.tuple(fc.constantFrom('sk_live_', 'sk_test_', 'rk_live_'), alphabet(word, 16, 99)).map(([a, b]) => a + b),
  taskToken: alphabet(`${word}+/`, 300, 700).map((text) => `AAAAKgAAAAIAAAAA${text}==`),
  address: fc
    .tuple(alphabet(`${word}.+_-'`, 1, 20), alphabet(word, 2, 12), fc.constantFrom('test', 'co.uk', 'example'))
    .map(([name, host, top]) => `${name}@${host}.${top}`),
  jwt: fc
    .tuple(alphabet(`${word}-_`, 16, 60), alphabet(`${word}-_`, 20, 300), alphabet(`${word}-_`, 43, 43))
    .map(([head, body, signature]) => `eyJ${head}.eyJ${body}.${signature}`),
  awsKey: alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16, 16).map((text) => `AKIA${text}`),
};
const secret = fc.oneof(...Object.values(secrets));

/** How a secret gets into a text: alone, in a sentence, in JSON, in an address bar, quoted, after a colon. */
const around = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `could not use ${text} for this`,
  (text) => JSON.stringify({ deep: { value: text } }),
  (text) => `https://app.test/p/card/${text}?next=1`,
  (text) => `Value '${text}' at 'taskToken' failed to satisfy constraint`,
  (text) => `to:${text},x`,
);

/** What would give it away: any twelve characters of its secret part. */
const gives = (planted: string, written: string): boolean => {
  const core = planted.includes('@') ? planted : planted.replace(/^(whsec|[sr]k_(live|test))_|^eyJ|^AKIA/, '');
  const size = Math.min(12, core.length);
  for (let start = 0; start + size <= core.length; start += 1)
    if (written.includes(core.slice(start, start + size))) return true;
  return false;
};

const ports = (log: Ports['log']): Ports =>
  ({
    log,
    clock: { now: () => T },
    stage: { name: 'test', livemode: false },
    secrets: { stripeWebhookSecrets: async () => ['whsec_of_the_endpoint'] },
    queues: { send: async () => undefined, retryAfter: async () => undefined },
  }) as unknown as Ports;

const holds = (property: fc.IAsyncProperty<unknown> | fc.IProperty<unknown>) => fc.assert(property, { numRuns: 200 });

describe('a log line', () => {
  it('carries no planted secret, whichever field or message it was put into', () =>
    holds(
      fc.property(
        secret,
        around,
        fc.constantFrom('why', 'id', 'key', 'email', 'token', 'nested'),
        (planted, put, at) => {
          const { log, lines } = sink();
          const fields: unknown = { [at]: at === 'nested' ? { value: put(planted) } : put(planted), account: 'acme' };

          log.warn(put(planted), fields as LogFields);

          expect(gives(planted, lines.join())).toBe(false);
          expect(lines.join()).toContain('"account":"acme"');
        },
      ),
    ));

  it.each(['eyJ', 'AKIAAAAAAAAAAAAAAAAA', 'sk_live_'])(
    'blanks a task token whole, with %s inside it by chance',
    (inside) => {
      const { log, lines } = sink();

      log.warn('not answered', { why: `AAAAKgAAAAIAAAAA${'a'.repeat(70)}${inside}${'b'.repeat(300)}==` });

      expect(JSON.parse(lines.join())).toMatchObject({ why: '<token>' });
    },
  );

  it('drops names nobody allowed, and objects under names that are', () => {
    const { log, lines } = sink();

    log.info('seen', {
      account: 'acme',
      card: 'fp_1',
      why: { a: 1 },
      count: 2,
      run: undefined,
    } as unknown as LogFields);

    expect(lines).toEqual(['{"message":"seen","account":"acme","count":2}']);
  });

  it.each([
    'payment-recovery-0123456789abcdef01234567-12',
    'payment-recovery/sub_1QabcdefGHIJKL/1/friendly',
    'alert/case_attention/acme/sub_1/1/retry-2/3',
    'pi_3Qabc',
    'in_1Qabc',
    'evt_1Qabc',
    'task_1',
    'the risk_level is high',
    'f'.repeat(64),
  ])('leaves %s as it is', (text) => {
    const { log, lines } = sink();
    log.info('seen', { key: text });
    expect(lines).toEqual([JSON.stringify({ message: 'seen', key: text })]);
  });
});

/** What a handler may throw with a secret in it: our own failure, a parser's, zod's, a stranger's, something that is no error. */
const throws = fc.constantFrom<(text: string) => unknown>(
  (text) => new BadInput(text, { facts: { text }, cause: new Error(text) }),
  (text) => Object.assign(new Error(text), { name: text, $metadata: { text } }),
  (text) => new Error('wrapped', { cause: new Error(text) }),
  (text) => caught(() => JSON.parse(text.slice(0, 30))) ?? new Error(text),
  (text) => caught(() => z.strictObject({ a: z.literal('b') }).parse({ [text]: 1, a: text })),
  (text) => caught(() => z.record(z.string(), z.number()).parse({ [text]: text })),
  (text) => text,
);

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

const message = z.strictObject({ account: z.string().max(5), key: z.enum(['a', 'b']) });
const spoiled = (planted: string): readonly unknown[] => [
  planted,
  { account: planted, key: 'a' },
  { account: 'acme', key: planted },
  { account: 'acme', key: 'a', [planted]: 1 },
  [planted],
];

describe('what a failing handler leaves behind', () => {
  it('is free of secrets in its errors, in the log and in what Lambda and Step Functions are told', () =>
    holds(
      fc.asyncProperty(secret, around, throws, async (planted, put, make) => {
        const { log, lines } = sink();
        const failing = defineHandler({
          name: 'failing',
          input: z.unknown(),
          handle: async () => {
            throw make(put(planted));
          },
        });

        const error = await failing
          .lambda(ports(log))({}, {})
          .catch((thrown) => publicError(thrown));

        const told = `${String(error)} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(Object.entries(error))}`;
        expect(lines).toHaveLength(1);
        expect(gives(planted, `${lines.join()} ${told}`)).toBe(false);
        expect(error.cause).toBeUndefined();
      }),
    ));

  it('is free of secrets in its input', () =>
    holds(
      fc.asyncProperty(secret, async (planted) => {
        const { log, lines } = sink();
        const handler = defineHandler({ name: 'strict', input: message, handle: async () => undefined }).lambda(
          ports(log),
        );

        for (const input of spoiled(planted)) await handler(input, {}).catch(() => undefined);

        expect(lines).toHaveLength(spoiled('').length);
        expect(gives(planted, lines.join())).toBe(false);
      }),
    ));

  it('is free of secrets in its messages, whole or cut in half', () =>
    holds(
      fc.asyncProperty(secret, throws, fc.integer({ min: 1, max: 60 }), async (planted, make, cut) => {
        const { log, lines } = sink();
        const handler = defineQueueHandler({
          name: 'queue',
          queue: 'outbox',
          message,
          handle: async () => {
            throw make(planted);
          },
        }).lambda(ports(log));
        const bodies = [...spoiled(planted), { account: 'acme', key: 'a' }].map((one) => JSON.stringify(one));

        const Records = [...bodies, planted, ...bodies.map((body) => body.slice(0, cut))].map((body, index) => ({
          messageId: `m-${index}`,
          receiptHandle: planted,
          body,
          attributes: { ApproximateReceiveCount: '1' },
        }));
        const answer = await handler({ Records }, {});

        expect(answer.batchItemFailures).toHaveLength(Records.length);
        expect(gives(planted, lines.join())).toBe(false);
      }),
    ));
});

describe('what the webhook leaves behind', () => {
  it('is free of secrets in the log, and in the answer to an unsigned request', () =>
    holds(
      fc.asyncProperty(secret, fc.boolean(), fc.integer({ min: 0, max: 9 }), async (planted, signed, which) => {
        const { log, lines } = sink();
        const event = { id: 'evt_1', object: 'event', type: 'plan.created', created: T / 1000, livemode: false };
        const body = [
          planted,
          JSON.stringify({ [planted]: planted }),
          JSON.stringify({ ...event, data: { object: { email: planted } } }),
          JSON.stringify({ ...event, id: planted, data: { object: {} } }),
          JSON.stringify({ ...event, type: planted, data: { object: {} } }),
          JSON.stringify({ ...event, created: planted, data: { object: {} } }),
          JSON.stringify({ ...event, livemode: planted, data: { object: {} } }),
          JSON.stringify({ ...event, type: 'invoice.paid', data: { object: { id: planted, customer: planted } } }),
          JSON.stringify({ ...event, type: 'invoice.paid', data: planted }),
          JSON.stringify({ ...event, data: { object: {} } }).slice(0, 50) + planted,
        ][which] as string;
        const header = signed ? signWebhook(body, 'whsec_of_the_endpoint', T / 1000) : `t=${T / 1000},v1=${planted}`;
        const request = { headers: { 'Stripe-Signature': header, authorization: planted }, body };

        const answer = await stripeWebhook.lambda(ports(log))(request, {});

        expect(lines).toHaveLength(1);
        // Whoever could sign is told what was wrong with his event; nobody else is.
        expect(gives(planted, `${lines.join()} ${signed ? '' : answer.body}`)).toBe(false);
      }),
    ));

  it('is free of its own secrets when they are wrong', async () => {
    const { log, lines } = sink();
    const broken = { ...ports(log), secrets: { stripeWebhookSecrets: async () => ['whsec_planted_here', ' '] } };

    await expect(stripeWebhook.lambda(broken)({}, {})).rejects.toThrow('a webhook secret is missing or blank');
    await expect(handleWebhook({ headers: {} }, broken)).rejects.not.toThrow('planted');

    expect(lines).toEqual([expect.stringContaining('handler failed')]);
    expect(lines.join()).not.toContain('planted');
  });
});
