import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Stripe from 'stripe';
import { cleanSecrets, verifySignature } from '../../../lambdas/billing/signature.ts';
import { PermanentFailure } from '../../../lambdas/kernel/failures.ts';
import { fromSeconds, instant } from '../../../lambdas/kernel/instant.ts';
import { bytesOf, jsonOf, present } from './recordings.ts';

const T = 1_790_000_000;
const body = '{"id":"evt_1"}\n';
const mac = (secret: string, payload = body, t: number | string = T): string =>
  createHmac('sha256', secret).update(`${t}.${payload}`).digest('hex');
const verify = (header: string | undefined, over: Partial<Parameters<typeof verifySignature>[0]> = {}) =>
  verifySignature({
    payload: Buffer.from(body),
    header,
    secrets: ['whsec_a'],
    receivedAt: fromSeconds(T),
    toleranceSeconds: 300,
    ...over,
  });
const good = { kind: 'good' };
const bad = (why: string) => ({ kind: 'bad', why });

describe('verifySignature', () => {
  it.each([
    ['one signature', `t=${T},v1=${mac('whsec_a')}`, good],
    ['another scheme beside it', `t=${T},v0=${mac('whsec_b')},v1=${mac('whsec_a')}`, good],
    ['two signatures, the second ours', `t=${T},v1=${mac('whsec_b')},v1=${mac('whsec_a')}`, good],
    ['another secret', `t=${T},v1=${mac('whsec_b')}`, bad('no match')],
    ['another payload', `t=${T},v1=${mac('whsec_a', '{}')}`, bad('no match')],
    ['another timestamp than signed', `t=${T + 1},v1=${mac('whsec_a')}`, bad('no match')],
    ['capitals', `t=${T},v1=${mac('whsec_a').toUpperCase()}`, bad('no match')],
    ['half of it', `t=${T},v1=${mac('whsec_a').slice(0, 32)}`, bad('no match')],
    ['only the older scheme', `t=${T},v0=${mac('whsec_a')}`, bad('malformed')],
    ['no timestamp', `v1=${mac('whsec_a')}`, bad('malformed')],
    ['two timestamps', `t=${T},t=${T},v1=${mac('whsec_a')}`, bad('malformed')],
    ['a timestamp in words', `t=now,v1=${mac('whsec_a', body, 'now')}`, bad('malformed')],
    ['a negative timestamp', `t=-5,v1=${mac('whsec_a', body, -5)}`, bad('malformed')],
    ['an empty signature beside a good one', `t=${T},v1=${mac('whsec_a')},v1=`, bad('malformed')],
    ['noise', 'whsec_a', bad('malformed')],
    ['nothing', '', bad('missing')],
    ['no header', undefined, bad('missing')],
  ])('judges a header with %s', (_name, header, verdict) => {
    expect(verify(header)).toEqual(verdict);
  });

  it.each([
    [-301, bad('stale')],
    [-300, good],
    [0, good],
    [300, good],
    [301, bad('stale')],
  ])('judges a signature received %i s after its timestamp', (seconds, verdict) => {
    expect(verify(`t=${T},v1=${mac('whsec_a')}`, { receivedAt: fromSeconds(T + seconds) })).toEqual(verdict);
  });

  it('counts whole seconds: 300.999 s are 300', () => {
    const receivedAt = instant((T + 300) * 1000 + 999);

    expect(verify(`t=${T},v1=${mac('whsec_a')}`, { receivedAt })).toEqual(good);
  });

  it('says no match rather than stale of a signature that is both, so that an old guess learns nothing', () => {
    expect(verify(`t=${T},v1=${mac('whsec_b')}`, { receivedAt: fromSeconds(T + 9999) })).toEqual(bad('no match'));
  });

  it.each([
    [['whsec_a'], bad('no match')],
    [['whsec_b'], good],
    [['whsec_a', 'whsec_b'], good],
    [['whsec_b', 'whsec_a'], good],
    [[], bad('no match')],
  ])('with the secrets %j judges what the new secret signed', (secrets, verdict) => {
    expect(verify(`t=${T},v1=${mac('whsec_b')}`, { secrets })).toEqual(verdict);
  });

  it.each(['', ' ', '\n'])('never takes the blank secret %j, even where the signature fits', (secret) => {
    expect(verify(`t=${T},v1=${mac(secret)}`, { secrets: [secret] })).toEqual(bad('no match'));
  });

  it('verifies bytes that are no text', () => {
    const payload = Uint8Array.from([0xff, 0x00, 0xfe]);
    const signature = createHmac('sha256', 'whsec_a').update(`${T}.`).update(payload).digest('hex');

    expect(verify(`t=${T},v1=${signature}`, { payload })).toEqual(good);
  });
});

describe('cleanSecrets', () => {
  it('cuts the newline off that a secret store keeps', () => {
    expect(cleanSecrets(['whsec_a\n', 'whsec_b\r\n', 'whsec_c'])).toEqual(['whsec_a', 'whsec_b', 'whsec_c']);
  });

  it.each([[[]], [['']], [[' \n']], [['whsec_a', '\n']]])('refuses %j', (secrets) => {
    expect(() => cleanSecrets(secrets)).toThrow(PermanentFailure);
  });
});

describe("Stripe's own library", () => {
  const { webhooks } = new Stripe('sk_test_unused');

  /** The library answers with the event or throws. It takes timestamps from the future, we take 300 s of them. */
  function theirs(payload: Buffer, header: string, secret: string, at: number): boolean {
    try {
      webhooks.constructEvent(payload, header, secret, 300, undefined, at * 1000);
      return true;
    } catch {
      return false;
    }
  }

  const secret = fc.constantFrom('whsec_a', 'whsec_b', 'whsec_with space');
  const part = (payload: string, t: number) =>
    fc.oneof(
      { weight: 8, arbitrary: secret.map((one) => `v1=${mac(one, payload, t)}`) },
      { weight: 2, arbitrary: secret.map((one) => `v0=${mac(one, payload, t)}`) },
      { weight: 1, arbitrary: fc.constantFrom('v1=', 'v1', '', 'x=y', 'v1=00') },
    );
  const delivery = fc
    .record({ value: fc.json(), t: fc.integer({ min: T - 400, max: T + 300 }), named: fc.nat(9) })
    .chain(({ value, t, named }) => {
      const payload = `{"object":"event","data":${value}}`;
      const header = fc.array(part(payload, t), { maxLength: 4 });
      return fc.record({
        payload: fc.constantFrom(payload, payload.replace('{', '{ ')),
        header: header.map((parts) => [...(named > 0 ? [`t=${t}`] : []), ...parts].join(',')),
        secret,
      });
    });

  it('accepts and refuses the same deliveries', () => {
    const seen = { good: 0, bad: 0 };
    fc.assert(
      fc.property(delivery, ({ payload, header, secret: one }) => {
        const ours = verify(header, { payload: Buffer.from(payload), secrets: [one] });
        seen[ours.kind] += 1;

        expect(ours.kind === 'good').toBe(theirs(Buffer.from(payload), header, one, T));
      }),
      { numRuns: 1000, seed: 7 },
    );

    expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(100);
  });

  it('takes what we refuse: a timestamp of tomorrow', () => {
    const t = T + 86_400;
    const payload = Buffer.from('{"object":"event"}');
    const header = `t=${t},v1=${mac('whsec_a', payload.toString(), t)}`;

    expect(theirs(payload, header, 'whsec_a', T)).toBe(true);
    expect(verify(header, { payload })).toEqual(bad('stale'));
  });
});

interface Vector {
  readonly name: string;
  readonly payload_file: string;
  readonly transform?: string;
  readonly secret: string;
  readonly timestamp: number;
  readonly header: string;
  readonly valid: boolean;
}

const transforms: Readonly<Record<string, (text: string) => string>> = {
  'replace \\n by \\r\\n': (text) => text.replaceAll('\n', '\r\n'),
  'strip final \\n': (text) => text.replace(/\n$/, ''),
};

(present ? describe : describe.skip)('recorded signature vectors', () => {
  const vectors = (present ? jsonOf('signature_vectors/vectors.json') : []) as readonly Vector[];

  it('are judged as their source says, line ends and all', () => {
    const verdicts = vectors.map((vector) => {
      const original = bytesOf(vector.payload_file).toString('utf8');
      const change = vector.transform === undefined ? (text: string) => text : transforms[vector.transform];
      if (change === undefined) throw new Error(`unknown transform ${vector.transform}`);
      return verifySignature({
        payload: Buffer.from(change(original)),
        header: vector.header,
        secrets: [vector.secret],
        receivedAt: fromSeconds(vector.timestamp),
        toleranceSeconds: 300,
      });
    });

    expect(verdicts).toEqual(vectors.map(({ valid }) => (valid ? good : bad('no match'))));
    expect(vectors.map(({ valid }) => valid)).toEqual([true, false, false]);
  });
});
