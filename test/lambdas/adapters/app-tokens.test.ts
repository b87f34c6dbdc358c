import { describe, expect, it } from '@jest/globals';
import { base64url, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { appTokens } from '../../../lambdas/adapters/app-tokens.ts';
import type { LinkKeys } from '../../../lambdas/adapters/links.ts';
import { parseInstant, toSeconds } from '../../../lambdas/kernel/instant.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const now = toSeconds(T);
const secretOf = (name: string) => name.padEnd(32, '.');
const key = (id: string) => ({ id, secret: new TextEncoder().encode(secretOf(id)) });
const keys: LinkKeys = [key('new'), key('old')];
const tokens = appTokens(keys, {
  clock: { now: () => T },
  readLogin: async () => ({ kind: 'bad', why: 'a login' }),
  apart: (work) => work(),
});

const usual = { sub: 'acme', role: 'billing', aud: 'holdfast', iat: now, exp: now + 3600 };
const minted = (claims: Record<string, unknown> = {}, name = 'new', header: object = {}) =>
  new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'HS256', ...header }).sign(key(name).secret);

const good = { kind: 'good', viewer: { account: 'acme', role: 'billing', contact: undefined } };
const why = async (token: string): Promise<string> => {
  const read = await tokens.read(token);
  return read.kind === 'bad' ? read.why : read.kind;
};

describe('a token of the user’s own server', () => {
  it('says whose it is', async () => {
    expect(await tokens.read(await minted({ contact: 'bo' }))).toEqual({
      kind: 'good',
      viewer: { account: 'acme', role: 'billing', contact: 'bo' },
    });
  });

  it.each([
    ['the newest key', 'new', 'good'],
    ['one that is being rolled', 'old', 'good'],
    ['one that was never ours', 'other', 'the signature is wrong: sign with the app key of this stage'],
  ])('is read by %s', async (_case, name, expected) => {
    expect(await why(await minted({}, name))).toBe(expected);
  });

  it.each([
    ['a second before its end', { iat: now - 3599, exp: now + 1 }, 'good'],
    ['at its end', { iat: now - 3600, exp: now }, 'the token has expired: get a new one'],
    ['expired for a second', { iat: now - 3601, exp: now - 1 }, 'the token has expired: get a new one'],
    ['valid from now on', { nbf: now }, 'good'],
    ['not valid before a second from now', { nbf: now + 1 }, 'the token is not valid yet: compare the clocks'],
    ['of an hour', { exp: now + 3600 }, 'good'],
    [
      'of an hour and a second',
      { exp: now + 3601 },
      'the token lives longer than an hour: mint one for each page view',
    ],
    ['by a clock a minute ahead', { iat: now + 60, exp: now + 100 }, 'good'],
    [
      'by a clock further ahead',
      { iat: now + 61, exp: now + 100 },
      'the token was issued in the future: set the clock of your server',
    ],
    ['without an end', { exp: undefined }, 'the token needs iat and exp, in seconds'],
    ['without a beginning', { iat: undefined }, 'the token needs iat and exp, in seconds'],
    ['for somebody else', { aud: 'other' }, 'the token is for another audience'],
    ['for nobody', { aud: undefined }, 'the token is for another audience'],
    ['about no account', { sub: '' }, 'the token names no account: put its id into sub'],
    ['about a list', { sub: ['acme'] }, 'the token names no account: put its id into sub'],
  ])('counts by the clock of the port and by its claims: %s', async (_case, claims, expected) => {
    expect(await why(await minted(claims))).toBe(expected);
  });

  it('leaves every other algorithm to the reader of logins, and never checks it with its own key', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const unsigned = new UnsecuredJWT(usual).encode();
    const foreign = await new SignJWT(usual).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    const longer = await new SignJWT(usual).setProtectedHeader({ alg: 'HS512' }).sign(new Uint8Array(64));

    for (const token of [unsigned, foreign, longer]) expect(await why(token)).toBe('a login');
  });

  it.each([
    ['nothing like a token', 'a.b', 'this is no token: three parts with dots between them'],
    [
      'a header alone',
      `${base64url.encode('{"alg":"HS256"}')}..`,
      'the signature is wrong: sign with the app key of this stage',
    ],
    ['an empty text', '', 'this is no token: three parts with dots between them'],
  ])('is refused without a leak: %s', async (_case, token, expected) => {
    expect(await why(token)).toBe(expected);
  });

  it('is refused when one letter of it was changed', async () => {
    const [head = '', body = '', signature = ''] = (await minted()).split('.');
    const other = base64url.encode(JSON.stringify({ ...usual, sub: 'rival' }));

    expect(await why([head, other, signature].join('.'))).toMatch(/^the signature is wrong/);
    expect(await tokens.read([head, body, signature].join('.'))).toEqual(good);
  });
});

describe('the server key', () => {
  it.each([
    ['the newest', secretOf('new'), true],
    ['one that is being rolled', secretOf('old'), true],
    ['a part of it', secretOf('new').slice(0, -1), false],
    ['another', secretOf('other'), false],
    ['nothing', '', false],
  ])('%s', (_case, text, expected) => {
    expect(tokens.isServerKey(text)).toBe(expected);
  });
});
