import { describe, expect, it } from '@jest/globals';
import { readStripeEvent } from '../../../lambdas/billing/stripe-event.ts';
import { BadInput } from '../../../lambdas/kernel/failures.ts';

const snapshot = {
  id: 'evt_1',
  object: 'event',
  type: 'invoice.paid',
  created: 1_790_000_000,
  livemode: false,
  api_version: '2026-10-28.endive',
  request: { id: 'req_1', idempotency_key: 'key-1' },
  data: { object: { id: 'in_1' }, previous_attributes: { status: 'open' } },
};
const thin = {
  id: 'evt_2',
  object: 'v2.core.event',
  type: 'v1.invoice.payment_failed',
  created: '2026-11-10T09:00:00.000Z',
  livemode: true,
  context: 'acct_1',
  reason: { type: 'request', request: { id: 'req_2', idempotency_key: 'key-2' } },
  related_object: { id: 'in_1', type: 'invoice', url: '/v1/invoices/in_1' },
};

describe('readStripeEvent', () => {
  it('reads a snapshot', () => {
    expect(readStripeEvent(snapshot)).toEqual({
      id: 'evt_1',
      type: 'invoice.paid',
      created: 1_790_000_000_000,
      livemode: false,
      apiVersion: '2026-10-28.endive',
      requestKey: 'key-1',
      request: 'req_1',
      shape: 'snapshot',
      object: { id: 'in_1' },
      previous: { status: 'open' },
    });
  });

  it('reads a thin twin under the type of the snapshot', () => {
    expect(readStripeEvent(thin)).toEqual({
      id: 'evt_2',
      type: 'invoice.payment_failed',
      created: Date.parse('2026-11-10T09:00:00Z'),
      livemode: true,
      account: 'acct_1',
      requestKey: 'key-2',
      request: 'req_2',
      shape: 'thin',
      object: undefined,
      related: { id: 'in_1', type: 'invoice' },
    });
  });

  it.each([
    ['snapshot', snapshot],
    ['thin event', thin],
  ])('reads a %s out of an EventBridge envelope and takes no account from AWS', (_name, detail) => {
    const envelope = {
      source: 'aws.partner/stripe.com/ed_1',
      account: '123456789012',
      'detail-type': detail.type,
      detail,
    };

    expect(readStripeEvent(envelope)).toEqual(readStripeEvent(detail));
  });

  it('does not look into an envelope of another source', () => {
    expect(() => readStripeEvent({ source: 'shop.test', detail: snapshot })).toThrow(BadInput);
  });

  it.each([
    ['null', null],
    ['a bare id, as before 2017', 'req_1'],
    ['without a key', { id: 'req_1', idempotency_key: null }],
  ])('knows no request key when the request is %s', (_name, request) => {
    expect(readStripeEvent({ ...snapshot, request })).not.toHaveProperty('requestKey');
  });

  it.each([
    [null, undefined],
    ['req_1', 'req_1'],
    [{ id: 'req_1', idempotency_key: null }, 'req_1'],
    [{ id: null, idempotency_key: null }, undefined],
  ])('tells who asked from the request %j: %s', (request, expected) => {
    expect(readStripeEvent({ ...snapshot, request }).request).toBe(expected);
  });

  it.each([
    ['e', 'e'],
    ['folder--Event.list.2.json', 'folder--Event.list.2.json'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('takes the id %s as it is', (id, expected) => {
    expect(readStripeEvent({ ...snapshot, id }).id).toBe(expected);
  });

  it.each([
    ['event.id', { id: '' }],
    ['event.id', { id: 7 }],
    ['event.id', { id: 'x'.repeat(256) }],
    ['event.type', { type: undefined }],
    ['event.livemode', { livemode: 'false' }],
    ['event.created', { created: null }],
    ['event.created', { created: 1.5 }],
    ['event.created', { created: 'soon' }],
    ['event.data.object', { data: {} }],
    ['event.data.object', { data: { object: [] } }],
    ['no Stripe event', { data: undefined }],
  ])('refuses a bad %s', (path, fields) => {
    expect(() => readStripeEvent({ ...snapshot, ...fields })).toThrow(BadInput);
    expect(() => readStripeEvent({ ...snapshot, ...fields })).toThrow(path);
  });

  it.each([null, undefined, 'text', 5, [], {}])('refuses %j', (body) => {
    expect(() => readStripeEvent(body)).toThrow(BadInput);
  });
});
