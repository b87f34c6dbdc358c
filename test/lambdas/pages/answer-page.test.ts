import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpResponse } from '../../../lambdas/kernel/http.ts';
import { after as later } from '../../../lambdas/kernel/instant.ts';
import { pages } from '../../../lambdas/pages/pages.handler.ts';
import { visit } from '../../../local/world/visit.ts';
import type { World } from '../../../local/world/world.ts';
import { acme, T, worldWith } from '../../journeys/world.ts';

const claims = { page: 'pay', account: 'acme', case: 'CASE#payment-recovery#sub_acme' };

describe('a page behind a link in a mail', () => {
  let world: World;
  beforeAll(async () => {
    world = await worldWith({ ...acme, name: '<b>Acme & Co</b>' });
  });

  const tokenFor = async (purpose: string, life = { days: 30 }): Promise<string> =>
    (await world.ports.links.mint(purpose, claims, later(T, life))).split('/').at(-1) ?? '';
  const open = async (purpose: string, method = 'GET', token?: string): Promise<HttpResponse> =>
    visit(world, { method, purpose, token: token ?? (await tokenFor(purpose)) });

  it.each([
    ['a good link', 200, () => open('pay')],
    ['a link that was cut', 400, () => open('pay', 'GET', 'ey.nothing')],
    ['no page of ours', 404, () => open('upgrade')],
    ['a name every object has', 404, () => open('constructor')],
    ['a link that is over', 410, async () => open('pay', 'GET', await tokenFor('pay', { days: 0 }))],
    ['another method', 405, () => open('pay', 'DELETE')],
  ])('answers %s with %i, kept by no cache, seen by no other site and no search engine', async (_of, status, ask) => {
    const answer = await ask();

    expect(answer.statusCode).toBe(status);
    expect(answer.headers['cache-control']).toBe('no-store');
    if (status === 405) return expect(answer.headers.allow).toBe('GET, HEAD, POST');
    expect(answer.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'content-security-policy': expect.stringMatching(
        /default-src 'none'; style-src 'sha256-[\w+/]{43}='.*frame-ancestors 'none'/,
      ),
    });
  });

  it('carries the company’s name, escapes what others wrote and runs no script', async () => {
    const { body } = await open('pay');

    expect(body).toContain('<title>Nothing to pay · Northwind Metrics</title>');
    expect(body).toContain('&lt;b&gt;Acme &amp; Co&lt;/b&gt;');
    expect(body).not.toMatch(/<script|<b>|javascript:|\son\w+=/);
  });

  it('tells nobody what went wrong inside', async () => {
    const { body } = await open('pay', 'GET', 'ey.nothing');

    expect(body).toContain('cut a long link in two');
    expect(body).not.toMatch(/JW[STE]|jose|Error|at \//);
  });

  it('reads the request as an HTTP API sends it', async () => {
    const event = {
      requestContext: { http: { method: 'GET' } },
      pathParameters: { purpose: 'pay', token: await tokenFor('pay') },
    };

    expect(await pages.lambda(world.ports)(event, {})).toMatchObject({ statusCode: 200 });
    expect(await pages.lambda(world.ports)({}, {})).toMatchObject({ statusCode: 404 });
  });
});
