import { describe, expect, it } from '@jest/globals';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { signingKeys } from '../../../lambdas/adapters/secret-values.ts';
import { webhookEventTypes } from '../../../lambdas/kernel/config/webhook-events.ts';
import { instant, parseInstant } from '../../../lambdas/kernel/instant.ts';
import { messageId } from '../../../lambdas/webhooks/delivery.ts';
import { payloadOf, signedHeaders } from '../../../lambdas/webhooks/payload.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const event = {
  id: 'account.paused/acme/sub_acme/2026-11-10T15:00:00.000Z',
  type: 'account.paused',
  account: 'acme',
  at: T,
  detail: {
    subscription: 'sub_acme',
    holdUntil: '2027-02-22T15:00:00.000Z',
    email: 'ada@acme.test',
    name: 'Ada',
    facts: { a: 1 },
  },
};

describe('what an endpoint is sent', () => {
  it('has the id of the bus, the listed fields and nothing else', () => {
    expect(JSON.parse(payloadOf(event, true) ?? '')).toEqual({
      type: 'account.paused',
      timestamp: '2026-11-10T15:00:00.000Z',
      livemode: true,
      data: {
        id: event.id,
        account: 'acme',
        subscription: 'sub_acme',
        holdUntil: '2027-02-22T15:00:00.000Z',
      },
    });
  });

  it.each(webhookEventTypes)('carries no object, address or name out of any detail: %s', (type) => {
    const fields = ['subscription', 'email', 'name', 'address', 'why', 'facts', 'note', 'assignee', 'customer'];
    const detail = Object.fromEntries(fields.map((name) => [name, { email: 'ada@acme.test' }]));

    expect(payloadOf({ ...event, type, detail }, true)).not.toContain('ada@');
  });

  it('is nothing for what is on no list', () => {
    expect(payloadOf({ ...event, type: 'alert' }, true)).toBeUndefined();
    expect(payloadOf({ ...event, type: 'constructor' }, true)).toBeUndefined();
  });
});

const key = (letter: string) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
const body = payloadOf(event, true) ?? '';
// The library's verifier has no clock but the wall's.
const now = instant(Date.now());
const headersBy = (...keys: string[]) => signedHeaders(event.id, body, { keys, now });

describe('the signature of a webhook', () => {
  it.each([
    ['the one key', [key('a')], key('a')],
    ['a key as the deploy makes it, without the prefix', ['x'.repeat(48)], 'x'.repeat(48)],
    ['the newer of two', [key('b'), key('a')], key('b')],
    ['the older of two', [key('b'), key('a')], key('a')],
  ])('is good for the library of Standard Webhooks: %s', (_case, keys, verifier) => {
    expect(new Webhook(verifier).verify(body, headersBy(...keys))).toEqual(JSON.parse(body));
  });

  it.each([
    ['another key', body, headersBy(key('a')), key('c')],
    ['another body', `${body} `, headersBy(key('a')), key('a')],
    ['another id', body, { ...headersBy(key('a')), 'webhook-id': 'evt_0' }, key('a')],
    [
      'another time',
      body,
      { ...headersBy(key('a')), 'webhook-timestamp': String(Math.floor(now / 1000) - 1) },
      key('a'),
    ],
  ])('is refused by it for %s', (_case, text, headers, verifier) => {
    expect(() => new Webhook(verifier).verify(text, headers)).toThrow(WebhookVerificationError);
  });

  it('has an id that fits a header, the same for the same event', () => {
    expect(messageId('account.paused/Zoë & Co/sub')).toMatch(/^evt_[0-9a-f]{24}$/);
    expect(messageId(event.id)).toBe(headersBy(key('a'))['webhook-id']);
  });
});

describe('the secret with the signing keys', () => {
  const good = JSON.stringify({ default: 'x'.repeat(48), partner: [key('a'), key('b')] });

  it.each([
    ['default', ['x'.repeat(48)]],
    ['partner', [key('a'), key('b')]],
  ])('has %s', (entry, keys) => {
    expect(signingKeys('webhook-keys', good, entry)).toEqual(keys);
  });

  it.each([
    ['an entry nobody put in', good, 'other'],
    ['a name every object has', good, 'constructor'],
    ['a list', '["x"]', 'default'],
    ['a key that is too short', '{"default":"c2hvcnQ="}', 'default'],
    ['a key that is no base64', JSON.stringify({ default: '!'.repeat(48) }), 'default'],
    ['three keys', JSON.stringify({ default: [key('a'), key('b'), key('c')] }), 'default'],
    ['another entry that is wrong', JSON.stringify({ default: key('a'), partner: 'short' }), 'default'],
    ['no JSON', '{', 'default'],
  ])('is refused by its name, never quoted: %s', (_case, text, entry) => {
    expect(() => signingKeys('webhook-keys', text, entry)).toThrow(/^the secret "webhook-keys" has the wrong form/);
    expect(() => signingKeys('webhook-keys', text, entry)).not.toThrow(/short|c2hv|!!/);
  });
});
