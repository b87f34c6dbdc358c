import { describe, expect, it } from '@jest/globals';
import { type EventPlan, planEvent } from '../../../lambdas/billing/event-plan.ts';
import { handledTypes } from '../../../lambdas/billing/event-types.ts';
import { readStripeEvent } from '../../../lambdas/billing/stripe-event.ts';
import { bytesOf, jsonOf, present, recordedData, recordedEvents } from './recordings.ts';

const suite = present ? describe : describe.skip;

const envelope = (type: string, data: object) => ({ id: 'evt_data', type, created: 1, livemode: false, data });
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const events = [
  ...recordedEvents().map((one) => ({ ...one, body: one.json })),
  ...recordedData().map((one) => ({ ...one, body: envelope(one.type, one.json) })),
];

suite('recorded events', () => {
  it('are all read and planned without an error', () => {
    const failures = events.flatMap(({ file, body }) => {
      try {
        planEvent(readStripeEvent(body));
        return [];
      } catch (error) {
        return [`${file}: ${error instanceof Error ? error.message : ''}`];
      }
    });

    expect(failures).toEqual([]);
  });

  it('are handled exactly when we act on their type, but for one that holds another object than it says', () => {
    const wrong = events.filter(({ body }) => {
      const event = readStripeEvent(body);
      return (planEvent(event).kind === 'handle') !== Object.hasOwn(handledTypes, event.type);
    });

    expect(wrong.map(({ file }) => file)).toEqual(['event_data/pay-rails/invoice.updated__unknown__ce340904.json']);
    expect(events.filter(({ body }) => planEvent(readStripeEvent(body)).kind === 'handle').length).toBeGreaterThan(100);
  });

  it('name their customer, but for disputes and the card or charge of a guest', () => {
    const plans = events.map(({ body }) => planEvent(readStripeEvent(body))).filter(isHandled);
    const without = plans.filter(({ concern, ids }) => concern !== 'dispute' && ids.customer === undefined);

    expect([...new Set(without.map(({ hint }) => hint))].sort()).toEqual([
      'attached',
      'detached',
      'processing',
      'refunded',
      'saved',
      'updated',
    ]);
  });
});

suite('events from the partner bus', () => {
  it('unwraps a snapshot', () => {
    const event = readStripeEvent(jsonOf('eventbridge/stripe-node__customer.created__partner-source.json'));

    expect(event).toMatchObject({ id: 'evt_test_123', type: 'customer.created', livemode: true, shape: 'snapshot' });
    expect(event).not.toHaveProperty('account');
    expect(planEvent(event)).toMatchObject({ concern: 'customer', ids: { customer: 'cus_123' } });
  });

  it.each(['partner-source', 'raw'])('reads the thin event of a v2 object (%s) and leaves it alone', (form) => {
    const event = readStripeEvent(jsonOf(`eventbridge/stripe-node__v2-thin-event__${form}.json`));

    expect(event).toMatchObject({ shape: 'thin', created: Date.parse('2024-03-07T18:27:56Z') });
    expect(planEvent(event)).toEqual({ kind: 'ignored', why: expect.stringContaining('v2 objects') });
  });
});

suite('the signed payload', () => {
  it('carries the key of the request that caused it', () => {
    const body: unknown = JSON.parse(
      bytesOf('signature_vectors/stripe-dotnet__event_test_signature.json').toString('utf8'),
    );

    expect(isObject(body)).toBe(true);
    expect(readStripeEvent(body)).toMatchObject({ account: 'acct_123', requestKey: 'idempotency-key-123' });
  });
});

type Handled = Extract<EventPlan, { kind: 'handle' }>;
function isHandled(plan: EventPlan): plan is Handled {
  return plan.kind === 'handle';
}
