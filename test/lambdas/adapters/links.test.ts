import { describe, expect, it } from '@jest/globals';
import { base64url, SignJWT, UnsecuredJWT } from 'jose';
import { type LinkKeys, signedLinks } from '../../../lambdas/adapters/links.ts';
import { type Instant, after as later, parseInstant } from '../../../lambdas/kernel/instant.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const end = later(T, { days: 30 });
const key = (id: string) => ({ id, secret: new TextEncoder().encode(id.padEnd(32, '.')) });
const linksAt = (now: Instant, keys: LinkKeys = [key('new'), key('old')]) =>
  signedLinks('https://billing.northwind.test', keys, { now: () => now });

const claims = { page: 'task', account: 'acme' };
const tokenOf = (url: string): string => url.split('/').at(-1) ?? '';
const minted = async (keys?: LinkKeys): Promise<string> => tokenOf(await linksAt(T, keys).mint('task', claims, end));
const read = (token: string, now = T, purpose = 'task') => linksAt(now).read(purpose, token);

const signed = (payload: Record<string, unknown>, { id, secret } = key('new')) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: id }).sign(secret);

describe('a signed link', () => {
  it('says what it was minted with', async () => {
    expect(await linksAt(T).mint('task', claims, end)).toMatch(/^https:\/\/billing\.northwind\.test\/p\/task\/ey/);
    expect(await read(await minted())).toEqual({ kind: 'good', claims, expires: end });
  });

  it.each([
    ['the new key signs, the old one is still read', [key('old')], 'good'],
    ['a key that was taken out of the secret is not', [key('older')], 'broken'],
    ['a key of the same name with another secret is not', [{ ...key('x'), id: 'new' }], 'broken'],
  ] as const)('survives a rotation: %s', async (_case, keys, kind) => {
    expect((await read(await minted(keys))).kind).toBe(kind);
  });

  it.each([
    ['a second before its end', { days: 30, seconds: -1 }, { kind: 'good', claims, expires: end }],
    ['at its end', { days: 30 }, { kind: 'expired', expires: end }],
    ['a year later', { days: 365 }, { kind: 'expired', expires: end }],
  ] as const)('is read by the clock of the port: %s', async (_when, elapsed, expected) => {
    expect(await read(await minted(), later(T, elapsed))).toEqual(expected);
  });

  it('is broken for another purpose, also when it is old', async () => {
    expect(await read(await minted(), T, 'cancel')).toEqual({ kind: 'broken' });
    expect(await read(await minted(), later(end, { days: 1 }), 'cancel')).toEqual({ kind: 'broken' });
  });

  it('is broken when anything about it was changed', async () => {
    const [head, payload, signature] = (await minted()).split('.');
    const other = base64url.encode(JSON.stringify({ ...claims, account: 'other', aud: 'task', exp: 1_900_000_000 }));
    const forged = [
      `${head}.${other}.${signature}`,
      `${head}.${payload}.${signature?.slice(1)}`,
      `${head}.${payload}`,
      `${head}.${payload}.`,
      'nothing',
      '',
      new UnsecuredJWT(claims).setAudience('task').setExpirationTime(1_900_000_000).encode(),
      await signed({ ...claims, aud: 'task' }),
      await signed({ ...claims, exp: 1_900_000_000 }),
    ];

    expect(await Promise.all(forged.map((token) => read(token)))).toEqual(forged.map(() => ({ kind: 'broken' })));
  });
});
