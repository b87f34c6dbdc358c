import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outboundHttp } from '../../../lambdas/adapters/outbound-http.ts';
import { isPublicAddress } from '../../../lambdas/adapters/public-address.ts';

describe('an address that may be called', () => {
  it.each([
    ['93.184.216.34', true],
    ['8.8.8.8', true],
    ['172.15.255.255', true],
    ['172.16.0.0', false],
    ['172.31.255.255', false],
    ['172.32.0.0', true],
    ['10.0.0.1', false],
    ['127.0.0.1', false],
    ['0.0.0.0', false],
    ['100.63.255.255', true],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['192.168.1.1', false],
    ['198.18.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2606:4700::1111', true],
    ['::1', false],
    ['::', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['2001:db8::1', false],
    ['ff02::1', false],
    ['localhost', false],
    ['', false],
  ])('%s: %s', (address, may) => {
    expect(isPublicAddress(address)).toBe(may);
  });
});

describe('a call to a server of somebody else', () => {
  let server: Server;
  let url: string;
  const seen: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' }).end();
      else if (request.url === '/slow') response.on('close', () => seen.push('gave up'));
      else if (request.url === '/long') response.end('x'.repeat(300_000));
      else request.on('data', (data) => response.end(`${request.headers['webhook-id']} ${data}`));
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    url = `http://localhost:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const own = () => outboundHttp({ toOwnMachine: true, timeoutMs: 200 });
  const post = (path: string) =>
    own().send({ method: 'POST', url: `${url}${path}`, headers: { 'webhook-id': 'evt_1' }, body: 'Zoë' });

  it('hands over headers and body, and brings back what was answered', async () => {
    expect(await post('/hooks')).toEqual({ kind: 'answered', status: 200, body: 'evt_1 Zoë' });
  });

  it('follows no redirect', async () => {
    expect(await post('/moved')).toMatchObject({ kind: 'answered', status: 302 });
    expect(seen).not.toContain('POST /elsewhere');
  });

  it('waits for its time and no longer', async () => {
    expect(await post('/slow')).toEqual({ kind: 'failed', why: 'no answer within 0.2 seconds' });
  });

  it('reads so much and no more', async () => {
    const sent = await post('/long');
    expect(sent.kind === 'answered' && sent.body.length).toBe(100_000);
  });

  it('says when nobody is there', async () => {
    const sent = await own().send({ method: 'GET', url: 'http://localhost:1/', headers: {} });
    expect(sent).toEqual({ kind: 'failed', why: expect.stringMatching(/^no connection \(\w+\)$/) });
  });

  it.each([
    ['http://localhost', 'its address is not https'],
    ['http://hooks.test/', 'its address is not https'],
    ['ftp://hooks.test/', 'its address is not https'],
    ['https://ada:secret@hooks.test/', 'its address holds a password'],
    ['https://10.0.0.1/', 'its address is private or reserved'],
    ['https://169.254.169.254/latest/meta-data/', 'its address is private or reserved'],
    ['https://[::1]/', 'its address is private or reserved'],
    ['https://2130706433/', 'its address is private or reserved'],
    ['https://0x7f.1/', 'its address is private or reserved'],
    ['https://localhost/', 'its address is private or reserved'],
    ['nonsense', 'its address is no URL'],
  ])('is not made to %s', async (to, why) => {
    expect(await outboundHttp().send({ method: 'POST', url: to, headers: {}, body: '{}' })).toEqual({
      kind: 'failed',
      why,
    });
  });
});
