import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { loginTokens } from '../../../lambdas/adapters/login-tokens.ts';
import type { ClientAuth } from '../../../lambdas/app/login-claims.ts';
import { addressHash } from '../../../lambdas/kernel/ids.ts';
import {
  type Duration,
  type Instant,
  after as later,
  parseInstant,
  toSeconds,
} from '../../../lambdas/kernel/instant.ts';
import type { Sent } from '../../../lambdas/kernel/ports.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const now = toSeconds(T);
const jwks = 'https://login.northwind.test/.well-known/jwks.json';
const issuer = 'https://login.northwind.test';
const auth: ClientAuth = { jwks, issuer, audience: 'app', claim: 'email' };
const usual = {
  iss: issuer,
  aud: 'app',
  email: 'Ada@acme.test',
  exp: now + 60,
  app_metadata: { account: 'acme', role: 'owner' },
};

interface Pair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

let old: Pair;
let rolled: Pair;
let elliptic: Pair;
beforeAll(async () => {
  [old, rolled, elliptic] = await Promise.all([
    generateKeyPair('RS256'),
    generateKeyPair('RS256'),
    generateKeyPair('ES256'),
  ]);
});

const published = async (...of: (readonly [kid: string, pair: Pair])[]): Promise<Sent> => {
  const keys = await Promise.all(of.map(async ([kid, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid })));
  return { kind: 'answered', status: 200, body: JSON.stringify({ keys }) };
};

/** A provider that publishes what it is told to, and a reader with a clock. */
async function desk(clientAuth: ClientAuth | undefined = auth) {
  const state = { now: T as Instant, answer: await published(['old', old]), asked: 0 };
  const read = loginTokens({
    clientAuth: async () => clientAuth,
    clock: { now: () => state.now },
    apart: (work) => work(),
    outbound: {
      send: async () => {
        state.asked += 1;
        return state.answer;
      },
    },
  });
  const why = async (token: string): Promise<string> => {
    const answer = await read(token);
    return answer.kind === 'bad' ? answer.why : 'good';
  };
  const pass = (elapsed: Duration): void => {
    state.now = later(state.now, elapsed);
  };
  return { state, read, why, pass };
}

const signed = (
  claims: object = {},
  pair: Pair = old,
  header: { alg: string; kid?: string } = { alg: 'RS256', kid: 'old' },
) => new SignJWT({ ...usual, ...claims }).setProtectedHeader(header).sign(pair.privateKey);

describe('a login token of the user’s app', () => {
  it('names the person by the hash of their address, never the address', async () => {
    const { read } = await desk();
    expect(await read(await signed())).toEqual({
      kind: 'good',
      viewer: { account: undefined, role: undefined, contact: addressHash('ada@acme.test') },
    });
  });

  it.each<[string, Partial<ClientAuth>, object, object]>([
    [
      'account and role inside',
      { accountClaim: 'app_metadata.account', roleClaim: 'app_metadata.role' },
      {},
      { account: 'acme', role: 'owner' },
    ],
    [
      'a claim with dots in its own name',
      { accountClaim: 'https://app.test/account' },
      { 'https://app.test/account': 'acme' },
      { account: 'acme' },
    ],
    [
      'a contact’s id',
      { claim: 'sub', accountClaim: 'org' },
      { sub: 'bo', org: 'acme' },
      { account: 'acme', contact: 'bo' },
    ],
    [
      'an address nobody proved, beside an account',
      { accountClaim: 'org' },
      { org: 'acme', email_verified: false },
      { account: 'acme', contact: undefined },
    ],
  ])('is read as the configuration says: %s', async (_case, more, claims, viewer) => {
    const { read } = await desk({ ...auth, ...more });
    expect(await read(await signed(claims))).toMatchObject({ kind: 'good', viewer });
  });

  it.each<[string, object, string]>([
    ['a second before its end', { exp: now + 1 }, 'good'],
    ['expired for a second', { exp: now - 1 }, 'the token has expired: get a new one'],
    ['at its end', { exp: now }, 'the token has expired: get a new one'],
    ['not valid yet', { nbf: now + 1 }, 'the token is not valid yet: compare the clocks'],
    ['valid from now on', { nbf: now }, 'good'],
    ['without an end', { exp: undefined }, 'exp is wrong'],
    ['for another audience', { aud: 'other' }, 'the token is for another audience'],
    ['for several, us among them', { aud: ['other', 'app'] }, 'good'],
    ['from another issuer', { iss: 'https://login.rival.test' }, 'the token is from another issuer'],
    ['of nobody', { email: undefined }, 'the token has no claim email'],
    ['with an address nobody proved', { email_verified: false }, 'the address in the token is not verified'],
  ])('counts by the clock of the port and by its claims: %s', async (_case, claims, expected) => {
    expect(await (await desk()).why(await signed(claims))).toBe(expected);
  });

  it('is taken in ES256 too', async () => {
    const { state, why } = await desk();
    state.answer = await published(['ec', elliptic]);
    expect(await why(await signed({}, elliptic, { alg: 'ES256', kid: 'ec' }))).toBe('good');
  });

  it('is refused in every other way of signing, with nothing fetched', async () => {
    const { state, why } = await desk();
    const secret = new TextEncoder().encode(await exportSPKI(old.publicKey));
    const confused = await new SignJWT(usual).setProtectedHeader({ alg: 'HS256', kid: 'old' }).sign(secret);
    const other = await new SignJWT(usual).setProtectedHeader({ alg: 'HS512' }).sign(new Uint8Array(64));

    for (const token of [new UnsecuredJWT(usual).encode(), confused, other])
      expect(await why(token)).toBe('login tokens are signed with RS256 or ES256');
    expect(state.asked).toBe(0);
  });

  it('is refused when somebody else signed it under a known key id', async () => {
    const { why } = await desk();
    expect(await why(await signed({}, rolled))).toBe('the signature is wrong');
  });

  it('opens nothing where that way in is closed', async () => {
    const read = loginTokens({
      clientAuth: async () => undefined,
      clock: { now: () => T },
      apart: (work) => work(),
      outbound: { send: () => Promise.reject(new Error('asked')) },
    });
    expect(await read(await signed())).toMatchObject({ kind: 'bad' });
  });
});

describe('the keys of the login provider', () => {
  it('are fetched once for many tokens, and again after an hour', async () => {
    const { state, why, pass } = await desk();
    const token = await signed({ exp: now + 86_400 });
    await Promise.all([why(token), why(token), why(token)]);
    pass({ minutes: 59 });
    await why(token);
    expect(state.asked).toBe(1);

    pass({ minutes: 1 });
    expect(await why(token)).toBe('good');
    expect(state.asked).toBe(2);
  });

  it('are fetched again for a key id nobody knows, as after a rotation', async () => {
    const { state, why, pass } = await desk();
    await why(await signed());
    state.answer = await published(['old', old], ['new', rolled]);
    pass({ minutes: 1 });

    expect(await why(await signed({ exp: now + 600 }, rolled, { alg: 'RS256', kid: 'new' }))).toBe('good');
    expect(state.asked).toBe(2);
  });

  it('are asked for at most once a minute, however many key ids somebody makes up', async () => {
    const { state, why } = await desk();
    await why(await signed());
    for (let made = 0; made < 20; made += 1)
      expect(await why(await signed({}, rolled, { alg: 'RS256', kid: `made-${made}` }))).toMatch(/^no key/);
    expect(state.asked).toBe(1);
  });

  it('serve a day when the provider is down, and not longer', async () => {
    const { state, why, pass } = await desk();
    const token = await signed({ exp: now + 7 * 86_400 });
    await why(token);
    state.answer = { kind: 'failed', why: 'no answer within 5 seconds' };

    pass({ hours: 23, minutes: 59 });
    expect(await why(token)).toBe('good');
    pass({ minutes: 1 });
    expect(await why(token)).toMatch(/cannot be read at the moment/);

    state.answer = await published(['old', old]);
    pass({ minutes: 1 });
    expect(await why(token)).toBe('good');
  });

  it.each<[string, Sent]>([
    ['nobody answers', { kind: 'failed', why: 'no connection (ECONNREFUSED)' }],
    ['an error', { kind: 'answered', status: 500, body: '{"keys":[]}' }],
    ['a page', { kind: 'answered', status: 200, body: '<!doctype html>' }],
    ['no keys', { kind: 'answered', status: 200, body: '{"keys":[]}' }],
    [
      'secrets instead of keys',
      { kind: 'answered', status: 200, body: '{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"old"}]}' },
    ],
    [
      'keys for encryption',
      { kind: 'answered', status: 200, body: '{"keys":[{"kty":"RSA","use":"enc","kid":"old"}]}' },
    ],
  ])('that were never read let nobody in: %s', async (_case, answer) => {
    const { state, why } = await desk();
    state.answer = answer;
    expect(await why(await signed())).toMatch(/cannot be read at the moment/);
  });
});
