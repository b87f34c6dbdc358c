import { describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { toSeconds } from '../../lambdas/kernel/instant.ts';
import { createApp } from '../../local/server/app.ts';
import { Host } from '../../local/server/host.ts';
import { askApp } from '../../local/world/ask-app.ts';
import { localAppKey } from '../../local/world/names.ts';
import { visit } from '../../local/world/visit.ts';
import type { World } from '../../local/world/world.ts';
import { asks, mintToken } from './app-token.ts';
import { at, pass, renew, T, withCharges, worldWith } from './world.ts';

const nothing = { state: 'nothing' };
const banner = (world: World, claims: Record<string, unknown> = { role: 'owner' }) =>
  asks(world, 'GET /banner', claims);
const access = (world: World) => asks(world, 'GET /v1/access', {});

async function failing(until: object, code = 'processing_error'): Promise<World> {
  const world = await worldWith(withCharges(code));
  renew(world);
  await pass(world, until);
  return world;
}

describe('the banner in the user’s own app', () => {
  it('comes on after the urgent notice of day 3 and goes the second somebody pays', async () => {
    const world = await failing({ days: 3, seconds: -1 });
    expect(await banner(world)).toEqual(nothing);

    await pass(world, { days: 3 });
    expect(await banner(world)).toEqual({
      state: 'payment_needs_attention',
      lang: 'en',
      text: expect.stringContaining('Your last payment didn’t go through'),
      link: { label: 'Update your card', url: expect.stringMatching(/^http:\/\/localhost:4242\/p\/update-card\/ey/) },
      cancel: { label: 'Cancel the plan', url: expect.stringContaining('/p/cancel/') },
    });

    world.stripe.customerPays('in_1');
    await pass(world, { days: 3, seconds: 1 });
    expect(await banner(world)).toEqual(nothing);
    expect(world.stripe.charges.filter(({ actor }) => actor === 'us')).toHaveLength(2);
    await pass(world, { days: 20 });
    expect(world.stripe.charges.filter(({ actor }) => actor === 'us')).toHaveLength(2);
  });

  it('leads to a page of ours that opens', async () => {
    const world = await failing({ days: 4 });
    const { link }: { link?: { url: string } } = Object(await banner(world));
    const [purpose = '', token = ''] = link?.url.split('/').slice(-2) ?? [];

    expect((await visit(world, { method: 'GET', purpose, token })).statusCode).toBe(200);
  });

  it('asks for a confirmation where the bank wants one', async () => {
    const world = await failing({ days: 4 }, 'authentication_required');
    expect(await banner(world)).toMatchObject({
      link: { label: 'Confirm the payment', url: expect.stringContaining('/p/pay/') },
    });
  });

  it('says that the plan is paused, and how it goes on', async () => {
    const world = await failing({ days: 15 });
    expect(await banner(world)).toMatchObject({
      state: 'paused',
      link: { label: 'Resume your plan', url: expect.stringContaining('/p/resume/') },
    });
  });

  it.each([
    ['a user', { role: 'user' }],
    ['an admin', { role: 'admin' }],
    ['somebody of no role', {}],
    ['somebody of another account', { sub: 'rival', role: 'owner' }],
  ])('shows %s nothing', async (_who, claims) => {
    expect(await banner(await failing({ days: 4 }), claims)).toEqual(nothing);
  });

  it('carries no name, address, amount or secret', async () => {
    const text = JSON.stringify(await banner(await failing({ days: 4 })));
    expect(text).not.toMatch(/ada@|Acme|\$|49|secret|4242 4242/);
  });
});

describe('the access an account has', () => {
  it('goes from ok over past due to paused, each with the day it lasts until', async () => {
    const world = await worldWith(withCharges('processing_error'));
    expect(await access(world)).toEqual({ state: 'ok', until: null });

    renew(world);
    await pass(world, { days: 1 });
    expect(await access(world)).toEqual({ state: 'past_due', until: at({ days: 14 }) });

    await pass(world, { days: 15 });
    expect(await access(world)).toEqual({ state: 'paused', until: at({ days: 104 }) });

    await pass(world, { days: 105 });
    expect(await access(world)).toEqual({ state: 'ended', until: null });
  });

  it('answers the server key for any account, and 404 for one it does not know', async () => {
    const world = await failing({ days: 1 });
    const ask = (query: Record<string, string>) =>
      askApp(world, { route: 'GET /v1/access', headers: { authorization: `Bearer ${localAppKey}` }, query });

    expect((await ask({ account: 'acme' })).body).toContain('"state":"past_due"');
    expect((await ask({ account: 'nobody' })).statusCode).toBe(404);
    expect((await ask({})).statusCode).toBe(400);
  });
});

describe('whoever asks without a right to', () => {
  const app = { origin: 'https://app.northwind.test' };

  it.each([
    ['no token', {}, 401],
    ['another scheme', { authorization: 'Basic YTpi' }, 401],
    ['a guess', { authorization: 'Bearer guess' }, 401],
    ['a cut token', { authorization: 'Bearer ey.ey' }, 401],
    ['the server key, which is no person', { authorization: `Bearer ${localAppKey}` }, 401],
  ])('gets one line and nothing stored: %s', async (_case, headers, status) => {
    const world = await worldWith(withCharges('ok'));
    const answer = await askApp(world, { route: 'GET /banner', headers: { ...headers, ...app } });

    expect(answer.statusCode).toBe(status);
    expect(Object.keys(JSON.parse(answer.body))).toEqual(['error']);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'www-authenticate': 'Bearer',
      vary: 'Origin',
      'access-control-allow-origin': app.origin,
    });
  });

  it('asks leave as a browser does', async () => {
    const world = await worldWith(withCharges('ok'));
    const ask = (origin: string) => askApp(world, { route: 'OPTIONS /v1/access', headers: { origin } });

    expect(await ask(app.origin)).toMatchObject({
      statusCode: 204,
      headers: {
        'access-control-allow-origin': app.origin,
        'access-control-allow-headers': 'authorization',
        'access-control-allow-methods': 'GET',
      },
    });
    expect((await ask('https://evil.test')).headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('gets the script that shows it, small, kept for an hour, without a secret', async () => {
    const world = await worldWith(withCharges('ok'));
    const ask = (headers = {}) => askApp(world, { route: 'GET /banner.js', headers });
    const { statusCode, headers, body } = await ask();

    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' });
    expect(Buffer.byteLength(body)).toBeLessThan(3000);
    expect(body).not.toMatch(/stripe|secret|innerHTML|eval|style=/i);
    expect(await ask({ 'if-none-match': headers.etag })).toMatchObject({ statusCode: 304, body: '' });
  });

  it('leaves no token in the log', async () => {
    const world = await failing({ days: 4 });
    const token = await mintToken(world, { sub: 'acme', role: 'owner' });
    await askApp(world, { route: 'GET /banner', headers: { authorization: `Bearer ${token}x` } });

    expect(JSON.stringify(world.logs)).not.toContain(token.slice(0, 30));
  });
});

describe('somebody who logged in to the user’s app', () => {
  const clientAuth = { jwks: 'https://login.northwind.test/jwks', issuer: 'https://login.northwind.test' };

  it('is known by the address Stripe has, and sees the banner of their one account', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const world = await worldWith(withCharges('processing_error'), { clientAuth });
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'k' }];
    world.outside.answer = () => ({ kind: 'answered', status: 200, body: JSON.stringify({ keys }) });
    const login = async (email: string) => {
      const now = toSeconds(world.simulator.now());
      const token = await new SignJWT({ email, iss: clientAuth.issuer, exp: now + 60 })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .sign(privateKey);
      return askApp(world, { route: 'GET /banner', headers: { authorization: `Bearer ${token}` } });
    };
    // As an account that Holdfast made itself from Stripe's customer: no contact of ours is known.
    await world.ports.rows.remove({ pk: 'C#cus_acme', sk: 'POINTER' });
    for (const item of [...world.table.items()].filter(({ entity }) => entity === 'contact'))
      await world.ports.rows.remove({ pk: String(item.pk), sk: String(item.sk) });
    renew(world);
    await pass(world, { days: 4 });

    expect((await login('Ada@acme.test')).body).toContain('"state":"payment_needs_attention"');
    expect(await login('eve@rival.test')).toMatchObject({
      statusCode: 401,
      body: expect.stringContaining('no account'),
    });
    expect(world.outside.calls).toHaveLength(1);
    expect(JSON.stringify(world.logs)).not.toContain('acme.test');
  });
});

describe('the laptop’s server', () => {
  it('takes a token minted by the clock on the wall while the world is days ahead, and no other', async () => {
    const world = await failing({ days: 4 });
    const token = await mintToken(await worldWith(withCharges('ok')), { sub: 'acme', role: 'owner' });
    const laptop = createApp(new Host(world, () => T));
    const ask = (path: string, authorization: string) =>
      laptop.request(path, { headers: { authorization, origin: 'https://app.northwind.test' } });

    const answer = await ask('/banner', `Bearer ${token}`);
    expect(await answer.json()).toMatchObject({ state: 'payment_needs_attention' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.northwind.test');
    expect((await ask('/banner', `Bearer ${token}x`)).status).toBe(401);
    expect((await ask('/v1/access?account=acme', `Bearer ${localAppKey}`)).status).toBe(200);
    expect((await laptop.request('/banner', { method: 'OPTIONS' })).status).toBe(204);
  });
});
