import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { MESSAGE_LIMIT } from '../../../lambdas/billing/judge-webhook.ts';
import { handleWebhook } from '../../../lambdas/billing/stripe-webhook.handler.ts';
import type { HttpRequest } from '../../../lambdas/kernel/http.ts';
import { fromSeconds } from '../../../lambdas/kernel/instant.ts';

const T = 1_790_000_000;
const SECRET = 'whsec_planted';
const sign = (body: string | Buffer, secret = SECRET, t = T): string =>
  `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`;

const paid = (over: object = {}): string =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'invoice.paid',
    created: T,
    livemode: false,
    data: { object: { id: 'in_1', customer: 'cus_1', customer_email: 'ana@shop.test' } },
    ...over,
  });

/** A stage with what it queued and what it logged. */
function stage({ livemode = false, secrets = [SECRET], queueFails = false } = {}) {
  const queued: unknown[] = [];
  const logged: string[] = [];
  const log = (message: string, fields?: object) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const ports = {
    clock: { now: () => fromSeconds(T) },
    stage: { livemode },
    secrets: { stripeWebhookSecrets: async () => secrets },
    log: { info: log, warn: log, error: log },
    queues: {
      send: async (queue: string, body: string) => {
        if (queueFails) throw new Error('queue is down');
        queued.push([queue, JSON.parse(body)]);
      },
    },
  };
  const post = (request: HttpRequest) => handleWebhook(request, ports);
  const deliver = (body: string, header = sign(body)) => post({ headers: { 'stripe-signature': header }, body });
  return { queued, logged, post, deliver };
}

describe('handleWebhook', () => {
  it('queues an event we act on, raw, and answers only then', async () => {
    const world = stage();

    const response = await world.deliver(paid());

    expect(response).toMatchObject({ statusCode: 200, body: '{"queued":true}' });
    expect(world.queued).toEqual([
      [
        'billing-events',
        { id: 'evt_1', type: 'invoice.paid', livemode: false, receivedAt: '2026-09-21T14:13:20.000Z', body: paid() },
      ],
    ]);
  });

  it('verifies the bytes behind base64', async () => {
    const world = stage();
    const body = paid({ note: 'Zoë paid 5 €' });

    const response = await world.post({
      headers: { 'stripe-signature': sign(body) },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    });

    expect(response.statusCode).toBe(200);
    expect(world.queued).toEqual([['billing-events', expect.objectContaining({ body })]]);
  });

  it('acknowledges a type we do not act on, says why, and queues nothing', async () => {
    const world = stage();

    const response = await world.deliver(paid({ type: 'checkout.session.completed' }));

    expect(response).toMatchObject({
      statusCode: 200,
      body: expect.stringContaining('{"ignored":"checkout.session.completed: '),
    });
    expect(world.queued).toEqual([]);
    expect(world.logged).toEqual([expect.stringMatching(/^webhook ignored .*"count":1/)]);
  });

  it('fails when the queue does, so that Stripe sends the event again', async () => {
    await expect(stage({ queueFails: true }).deliver(paid())).rejects.toThrow('queue is down');
  });

  it.each([
    ['the old secret', [`${SECRET}\n`, 'whsec_new'], 200],
    ['the new secret', ['whsec_old', SECRET], 200],
    ['neither', ['whsec_old', 'whsec_new'], 400],
  ])('answers while secrets are rotated: signed with %s', async (_name, secrets, statusCode) => {
    expect(await stage({ secrets }).deliver(paid())).toMatchObject({ statusCode });
  });

  it('fails rather than judge anything without a secret', async () => {
    await expect(stage({ secrets: [] }).deliver(paid())).rejects.toThrow('webhook secret is missing or blank');
  });

  const body = paid();
  const signed = (text: string): readonly [string, string] => [text, sign(text)];
  it.each([
    ['no signature', [body, ''], 400, 'signature: missing'],
    ['a signature of noise', [body, 'v1=5'], 400, 'signature: malformed'],
    ['a forged signature', [body, sign(body, 'whsec_guess')], 400, 'signature: no match'],
    ['a changed body', [body.replace('in_1', 'in_2'), sign(body)], 400, 'signature: no match'],
    ['line ends changed on the way', [`${body}\r\n`, sign(`${body}\n`)], 400, 'signature: no match'],
    ['a signature 301 s old', [body, sign(body, SECRET, T - 301)], 400, 'signature: stale'],
    ['a signature 301 s ahead', [body, sign(body, SECRET, T + 301)], 400, 'signature: stale'],
    ['an empty body', signed(''), 400, 'the body is not JSON'],
    ['half a body', signed(body.slice(0, 40)), 400, 'the body is not JSON'],
    ['a list', signed('[]'), 400, 'event is a list'],
    ['no event at all', signed('{"hello":"there"}'), 400, 'the body is no Stripe event'],
    ['no id', signed(paid({ id: '' })), 400, 'event.id is missing'],
    ['an id of 256 characters', signed(paid({ id: 'e'.repeat(256) })), 400, 'at most 255'],
    ['no mode', signed(paid({ livemode: undefined })), 400, 'event.livemode is missing'],
    ['no invoice', signed(paid({ data: { object: { customer: 'cus_1' } } })), 400, 'does not name its invoice'],
    ['the mode of live customers', signed(paid({ livemode: true })), 400, 'livemode event at a test stage'],
    [
      'the wrong mode and an ignored type',
      signed(paid({ livemode: true, type: 'plan.created' })),
      400,
      'livemode event at a test stage',
    ],
    ['a body over the limit', signed(paid({ note: 'x'.repeat(MESSAGE_LIMIT) })), 413, 'more than'],
    ['quotes that make the message too large', signed(paid({ note: '"'.repeat(MESSAGE_LIMIT / 4) })), 413, 'more than'],
  ] as const)('refuses %s and queues nothing', async (_name, [text, header], statusCode, why) => {
    const world = stage();

    const response = await world.deliver(text, header);

    expect(response).toMatchObject({ statusCode, body: expect.stringContaining(why) });
    expect(response.body).not.toContain('\n');
    expect(world.queued).toEqual([]);
  });

  it('refuses a test event where real customers are', async () => {
    const world = stage({ livemode: true });

    expect((await world.deliver(paid())).body).toContain('test event at a livemode stage');
    expect(world.queued).toEqual([]);
  });

  it('refuses bytes that are no UTF-8 text', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    const response = await stage().post({
      headers: { 'stripe-signature': sign(bytes) },
      body: bytes.toString('base64'),
      isBase64Encoded: true,
    });

    expect(response).toMatchObject({ statusCode: 400, body: expect.stringContaining('not UTF-8') });
  });

  it('refuses a request without a body', async () => {
    expect(await stage().post({ headers: {} })).toMatchObject({ statusCode: 400 });
  });

  it('logs no secret, no signature and nothing of the body but its id and type', async () => {
    const world = stage();
    for (const header of [undefined, 'v1=5', sign(body, 'whsec_guess')]) await world.deliver(body, header);
    await world.deliver(paid({ type: 'plan.created' }));
    await world.deliver('{"ana@shop.test": nonsense}');
    await world.deliver(paid({ data: { object: { email: 'ana@shop.test' } } }));

    expect(world.logged).toHaveLength(6);
    expect(world.logged.join('\n')).not.toMatch(/whsec|ana@|cus_1|v1=/);
  });
});
