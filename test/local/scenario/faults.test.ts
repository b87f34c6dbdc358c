import { describe, expect, it } from '@jest/globals';
import { account, charges, mails, play, renewal, rows } from './story.ts';

const paidNext = { accounts: [account({}, ['processing_error', 'ok'])] };
const fault = (target: string, kind: string, more: object = {}): object => ({
  at: 'T+1h',
  do: 'fault',
  target,
  fault: kind,
  ...more,
});
const struck = (report: Parameters<typeof rows>[0]): number =>
  rows(report, 'fault').filter(({ text }) => text === 'struck').length;

describe('a fault of a story', () => {
  it.each(['timeout-after', 'crash-after'])(
    'loses the answer of one charge (%s), which is not made again',
    async (kind) => {
      const report = await play([renewal, fault('stripe', kind, { match: 'pay' })], paidNext);

      expect(struck(report)).toBe(1);
      expect(charges(report)).toEqual(['11-10T15:00:00 stripe processing_error', '11-11T15:00:00 us ok']);
      expect(report.cases).toMatchObject([{ outcome: 'recovered' }]);
      expect(report.violations).toEqual([]);
    },
  );

  it.each([
    ['throttle', [429, 200]],
    // Stripe stores a server error under the key: the repeat gets it again, and only the next key charges.
    ['error', [500, 500, 200]],
  ])('lets Stripe answer a charge with its own status (%s)', async (kind, statuses) => {
    const report = await play([renewal, fault('stripe', kind, { match: { verb: 'post', act: 'pay' } })], paidNext);

    const pays = report.stripeCalls.filter(({ path }) => path.endsWith('/pay'));
    expect(pays.map((call) => call.status)).toEqual(statuses);
    expect(report.charges.filter(({ actor }) => actor === 'us')).toHaveLength(1);
  });

  it('does not reach Stripe at all before a timeout', async () => {
    const report = await play([renewal, fault('stripe', 'timeout-before', { match: 'pay' })], paidNext);

    expect(report.stripeCalls.filter(({ path }) => path.endsWith('/pay'))).toHaveLength(1);
    expect(report.cases).toMatchObject([{ outcome: 'recovered' }]);
  });

  it('takes whole words only: a charge is not a payment method, in_1 not in_10', async () => {
    const none = await play([renewal, fault('stripe', 'error', { match: 'in_' })]);
    const one = await play([renewal, fault('stripe', 'error', { match: 'in_1' })]);

    expect([struck(none), struck(one)]).toEqual([0, 1]);
  });

  it('lasts as long as the story says, and the mail leaves within the minute after it', async () => {
    const report = await play([renewal, fault('ses', 'error', { at: 'T+20h', for: '10h' })]);

    expect(mails(report)).toEqual([expect.stringMatching(/^11-11T21:00:\d\d friendly$/)]);
    expect(report.emails).toMatchObject([{ late: true }]);
  });

  it('sends a mail at most once more when the answer of SES was lost', async () => {
    const report = await play([renewal, fault('ses', 'timeout-after')]);

    expect(mails(report)).toEqual(['11-11T15:00:00 friendly']);
    expect(report.emails).toMatchObject([{ account: 'acme', template: 'payment-recovery/friendly' }]);
  });

  it.each([
    ['store', 'throttle'],
    ['workflows', 'timeout-after'],
    ['lambda:recovery-step', 'crash-after'],
    ['lambda:recovery-step', 'timeout-before'],
    ['lambda:billing-events', 'timeout-after'],
    ['lambda:stripe-webhook', 'error'],
    ['lambda:dispatcher', 'throttle'],
  ])('costs no step of the ladder: %s, %s', async (target, kind) => {
    const report = await play([fault(target, kind, { at: 'T', times: 2 }), renewal]);

    expect(struck(report)).toBe(2);
    expect(report.charges.map(({ actor }) => actor)).toEqual(['stripe', 'us']);
    expect(report.emails).toHaveLength(1);
    expect(report.violations).toEqual([]);
  });

  it('shows what was acknowledged and then given up', async () => {
    const report = await play([fault('lambda:billing-events', 'error', { at: 'T', for: '1d' }), renewal]);

    expect(report.cases).toEqual([]);
    expect(report.violations).toContainEqual(
      expect.stringMatching(
        /^invoice\.payment_failed evt_\w+ was taken in and lies in the dead-letter queue of billing-events$/,
      ),
    );
  });

  it('refuses a webhook whose function failed, and Stripe sends it again', async () => {
    const report = await play([fault('lambda:stripe-webhook', 'error', { at: 'T' }), renewal]);

    const [first] = rows(report, 'webhook.rejected');
    const again = rows(report, 'webhook.accepted').filter(({ id }) => id === first?.id);
    expect(first).toMatchObject({ account: 'acme', status: 500 });
    expect(again).toHaveLength(1);
  });

  it('delivers webhooks twice, late, and in another order', async () => {
    const accepted = async (kind: string, more: object = {}) =>
      rows(await play([fault('webhooks', kind, { at: 'T', for: '1h', ...more }), renewal]), 'webhook.accepted');
    const plain = rows(await play([renewal]), 'webhook.accepted');
    const types = (all: readonly { readonly [more: string]: unknown }[]) => all.map(({ type }) => type);

    expect(await accepted('duplicate')).toHaveLength(plain.length + 12);
    expect((await accepted('delay', { delay: '2h' }))[0]?.at).toBe('2026-11-10T17:00:00.000Z');
    const reordered = types(await accepted('reorder'));
    expect(reordered).not.toEqual(types(plain));
    expect([...reordered].sort()).toEqual(types(plain).sort());
  });
});

describe('the seed', () => {
  const shuffled = (seed: number) =>
    play([{ at: 'T', do: 'fault', target: 'webhooks', fault: 'reorder', for: '2d' }, renewal], { seed });

  it('gives the same story byte for byte, and another order of webhooks for another seed', async () => {
    const [one, same, other] = [await shuffled(7), await shuffled(7), await shuffled(8)];

    expect(JSON.stringify(same)).toBe(JSON.stringify(one));
    expect(rows(other, 'webhook.accepted')).not.toEqual(rows(one, 'webhook.accepted'));
    expect(charges(other)).toEqual(charges(one));
  });

  it('changes nothing where nothing is random', async () => {
    const [one, other] = [await play([renewal], { seed: 1 }), await play([renewal], { seed: 2 })];

    expect({ ...other, seed: 1 }).toEqual(one);
  });
});
