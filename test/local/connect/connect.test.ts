import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { apiVersion, createStripe } from '../../../lambdas/adapters/stripe/index.ts';
import type { Connection } from '../../../lambdas/billing/connection.ts';
import { after, instant } from '../../../lambdas/kernel/instant.ts';
import { argumentsOf } from '../../../local/connect/arguments.ts';
import { type Connecting, connect } from '../../../local/connect/connect.ts';
import { fileMemory } from '../../../local/connect/memory.ts';
import { fileVault, stageVault, type Vault } from '../../../local/connect/vault.ts';
import { endpointTypes } from '../../../local/stage/stripe-endpoint.ts';
import { createFakeHttpClient, FakeStripe, type Intercept } from '../../../local/stripe/index.ts';

const T = Date.parse('2026-11-24T09:00:00Z');
const key = 'rk_test_planted123';
const url = 'https://api.vendor.test/webhooks/stripe';

/** One stage, its vault and what Stripe answers; `crash` ends the process at the n-th write from now. */
class Bench {
  readonly clock = { now: T };
  readonly #options = { now: () => this.clock.now, emit: () => undefined };
  fake = new FakeStripe(this.#options);
  readonly said: string[] = [];
  readonly stored = { key: undefined as string | undefined, secrets: [] as readonly string[] };
  connection: Connection | undefined;
  crash = Number.POSITIVE_INFINITY;
  intercept: Intercept | undefined;

  #write(): void {
    this.crash -= 1;
    if (this.crash < 0) throw new Error('killed');
  }

  #remember(one: Connection): void {
    this.connection = one;
  }

  readonly vault: Vault = {
    key: async () => this.stored.key,
    secrets: async () => this.stored.secrets,
    storeKey: async (given) => {
      this.#write();
      this.stored.key = given;
    },
    storeSecrets: async (list) => {
      this.#write();
      this.stored.secrets = list;
    },
    place: 'the vault',
  };

  async run(over: Partial<Connecting> = {}): Promise<string> {
    this.said.length = 0;
    const stripe = (given: string) =>
      createStripe(given, {
        httpClient: createFakeHttpClient(this.fake, async (request, go, landed) => {
          if (request.method !== 'GET' && !request.path.includes('permission_probe')) this.#write();
          return this.intercept ? this.intercept(request, go, landed) : go();
        }),
      });
    const connecting: Connecting = {
      stage: 'dev',
      livemode: false,
      url,
      returnUrl: 'https://app.vendor.test',
      rotate: false,
      portalCancelOff: false,
      dryRun: false,
      givenKey: undefined,
      vault: this.vault,
      memory: { read: async () => this.connection, write: async (one) => this.#remember(one) },
      stripe,
      now: instant(this.clock.now),
      say: (line) => this.said.push(line),
      agrees: async () => true,
      ...over,
    };
    await connect(connecting);
    return this.said.join('\n');
  }

  /** A portal as the vendor left it in the dashboard: no API makes one the default. */
  setUpPortal(): string {
    const features = { subscription_cancel: { enabled: 'true' } };
    const { body } = this.fake.handle({
      method: 'POST',
      path: '/v1/billing_portal/configurations',
      params: { features },
    });
    const saved: { portalConfigurations: [string, object][] } = Object(this.fake.toJSON());
    const portalConfigurations = saved.portalConfigurations.map(([id, one]) => [
      id,
      { ...one, is_default: id === body.id },
    ]);
    this.fake = FakeStripe.restore(this.#options, { ...saved, portalConfigurations });
    return String(body.id);
  }

  endpoints() {
    const { body } = this.fake.handle({ method: 'GET', path: '/v1/webhook_endpoints', params: {} });
    const { data }: { data: readonly Record<string, unknown>[] } = Object(body);
    return data;
  }

  wait(by: Parameters<typeof after>[1]): void {
    this.clock.now = after(instant(this.clock.now), by);
  }
}

const connected = async (): Promise<Bench> => {
  const bench = new Bench();
  await bench.run({ givenKey: key });
  return bench;
};

const sentence = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'nothing was refused',
    (error: Error) => error.message,
  );

describe('connecting a stage', () => {
  it('makes one endpoint with exactly our events and version, stores its secret and the key, and a portal of our own', async () => {
    const bench = new Bench();
    const said = await bench.run({ givenKey: key });

    expect(bench.endpoints()).toMatchObject([
      {
        url,
        status: 'enabled',
        api_version: apiVersion,
        metadata: { holdfast_stage: 'dev', holdfast_state: 'active' },
      },
    ]);
    expect(bench.endpoints()[0]?.enabled_events).toEqual(endpointTypes);
    expect(bench.stored).toEqual({ key, secrets: [expect.stringMatching(/^whsec_/)] });
    expect(bench.connection).toMatchObject({
      account: 'acct_holdfast',
      endpoint: bench.endpoints()[0]?.id,
      changed: [],
    });
    expect(bench.connection?.portal).toMatch(/^bpc_/);
    expect(said).toContain(`create the webhook endpoint ${url} with ${endpointTypes.length} events`);
  });

  it('finds nothing to do the second time, and writes nothing', async () => {
    const bench = await connected();
    const before = bench.connection;
    bench.crash = 0;

    expect(await bench.run()).toContain('nothing to do');
    expect(bench.connection).toBe(before);
    expect(bench.endpoints()).toHaveLength(1);
  });

  it('says what it would do in a dry run, and asks before it does it', async () => {
    const bench = new Bench();
    expect(await bench.run({ givenKey: key, dryRun: true })).toContain('this was a dry run');
    expect(await bench.run({ givenKey: key, agrees: async () => false })).toContain('nothing was changed');
    expect([bench.endpoints(), bench.stored.key]).toEqual([[], undefined]);
  });

  it('adopts an endpoint made by hand, and puts right what differs on it', async () => {
    const bench = await connected();
    const [made] = bench.endpoints();
    const params = { metadata: { holdfast_stage: '', holdfast_state: '' }, disabled: 'true', enabled_events: ['*'] };
    bench.fake.handle({ method: 'POST', path: `/v1/webhook_endpoints/${String(made?.id)}`, params });

    const said = await bench.run();
    expect(said).toContain(`${endpointTypes.length} events more, 1 events fewer, enabled again, marked as ours`);
    expect(bench.endpoints()).toMatchObject([{ id: made?.id, status: 'enabled', enabled_events: endpointTypes }]);
    expect(bench.stored.secrets).toHaveLength(1);
  });

  it('follows a stage to its new address on the same endpoint', async () => {
    const bench = await connected();
    await bench.run({ url: 'https://billing.vendor.test/webhooks/stripe' });
    expect(bench.endpoints()).toMatchObject([{ url: 'https://billing.vendor.test/webhooks/stripe' }]);
  });

  it('leaves the endpoints of other stages and tools alone', async () => {
    const bench = new Bench();
    const other = { url: 'https://other.test/hook', enabled_events: ['*'] };
    bench.fake.handle({ method: 'POST', path: '/v1/webhook_endpoints', params: other });
    await bench.run({ givenKey: key });
    await bench.run({ stage: 'staging', url: 'https://staging.vendor.test/webhooks/stripe', givenKey: key });

    expect(bench.endpoints().map((one) => one.url)).toEqual(
      expect.arrayContaining([other.url, url, 'https://staging.vendor.test/webhooks/stripe']),
    );
    expect(bench.endpoints()).toHaveLength(3);
  });
});

describe('the signing secret', () => {
  it('is rolled with two that count, and the old one goes three days later', async () => {
    const bench = await connected();
    const [first] = bench.stored.secrets;
    bench.wait({ hours: 1 });
    await bench.run({ rotate: true });

    expect(bench.stored.secrets).toEqual([expect.stringMatching(/^whsec_/), first]);
    expect(bench.endpoints()).toHaveLength(2);

    bench.wait({ hours: 71, minutes: 59 });
    expect(await bench.run()).toContain('stays until 2026-11-27T10:00:00.000Z');
    expect(bench.endpoints()).toHaveLength(2);

    bench.wait({ minutes: 1 });
    await bench.run();
    expect(bench.endpoints()).toHaveLength(1);
    expect(bench.stored.secrets).toEqual([expect.not.stringMatching(String(first))]);
  });

  it('is not rolled twice at once', async () => {
    const bench = await connected();
    bench.wait({ hours: 1 });
    await bench.run({ rotate: true });

    expect(await sentence(bench.run({ rotate: true }))).toMatch(/^a rotation is under way: .* from 2026-11-27T10/);
  });

  it('that was lost brings a new endpoint, and the old one goes at once', async () => {
    const bench = await connected();
    bench.stored.secrets = [];
    await bench.run();

    expect(bench.endpoints()).toHaveLength(1);
    expect(bench.stored.secrets).toHaveLength(1);
  });

  it('of an endpoint in another API version is kept while the new one takes over', async () => {
    const bench = await connected();
    const [made] = bench.endpoints();
    bench.fake.handle({ method: 'DELETE', path: `/v1/webhook_endpoints/${String(made?.id)}`, params: {} });
    const old = { url, enabled_events: ['*'], api_version: '2024-06-20' };
    bench.fake.handle({ method: 'POST', path: '/v1/webhook_endpoints', params: old });
    bench.wait({ hours: 1 });

    expect(await bench.run()).toContain('it sends API version 2024-06-20, needed is 2026-10-28.endive');
    expect(bench.endpoints().map((one) => one.api_version)).toEqual([apiVersion, '2024-06-20']);
    expect(bench.stored.secrets).toHaveLength(2);
  });

  it.each(Array.from({ length: 9 }, (_, n) => [n] as const))(
    'is never left behind by a run that dies at write %i',
    async (writes) => {
      const bench = new Bench();
      bench.crash = writes;
      await sentence(bench.run({ givenKey: key }));
      bench.crash = Number.POSITIVE_INFINITY;
      await bench.run({ givenKey: key });

      const [only, ...rest] = bench.endpoints();
      expect([only?.metadata, rest]).toEqual([{ holdfast_stage: 'dev', holdfast_state: 'active' }, []]);
      expect(bench.stored.secrets).toEqual([`whsec_${String(only?.id).slice(3)}secret`]);
      expect(await bench.run()).toContain('nothing to do');
    },
  );
});

describe('cancelling in the portal', () => {
  it('is turned off only when asked, and how it stood is remembered before', async () => {
    const bench = await connected();
    const portal = bench.setUpPortal();
    expect(await bench.run()).toContain('nothing to do');
    await bench.run({ portalCancelOff: true });

    expect(bench.connection?.changed).toEqual([
      { what: 'portal-cancel', configuration: portal, before: { enabled: true }, at: '2026-11-24T09:00:00.000Z' },
    ]);
    expect(await bench.run({ portalCancelOff: true })).toContain('nothing to do');
    expect(bench.connection?.changed).toHaveLength(1);
  });
});

const forbid =
  (...paths: readonly string[]): Intercept =>
  async (request, go) =>
    paths.some((one) => request.path.startsWith(one))
      ? { status: 403, body: { error: { type: 'invalid_request_error', message: `${key} may not` } }, headers: {} }
      : go();

describe('what is refused', () => {
  it.each<[string, Partial<Connecting>, string]>([
    ['no key at all', {}, 'there is no Stripe key yet: export STRIPE_SECRET_KEY with a restricted key of test mode'],
    ['a live key on a test stage', { givenKey: 'rk_live_planted123' }, 'the key is of live mode and dev works in test'],
    ['a test key on a live stage', { givenKey: key, livemode: true }, 'the key is of test mode and dev works in live'],
    ['something else', { givenKey: 'whsec_planted123' }, 'what was given is no Stripe key'],
  ])('is %s', async (_name, over, words) => {
    const message = await sentence(new Bench().run(over));
    expect(message).toContain(words);
    expect(message).not.toContain('planted');
  });

  it('is a key without a permission, each by its name', async () => {
    const bench = new Bench();
    bench.intercept = forbid('/v1/charges', '/v1/subscriptions');
    const message = await sentence(bench.run({ givenKey: key }));

    expect(message).toContain('the key lacks 2 permissions: Subscriptions (write), Charges (read)');
    expect(bench.endpoints()).toEqual([]);
  });

  it('is a key of another Stripe account than the one that is connected', async () => {
    const bench = await connected();
    bench.connection = bench.connection && { ...bench.connection, account: 'acct_other' };
    expect(await sentence(bench.run())).toContain('but stage dev is connected to acct_other');
  });

  it('is told without the words of Stripe, which may quote the key', async () => {
    const bench = new Bench();
    bench.intercept = async (request, go) =>
      request.method === 'POST' && request.path === '/v1/webhook_endpoints'
        ? { status: 400, body: { error: { type: 'invalid_request_error', message: `no url, ${key}` } }, headers: {} }
        : go();
    const message = await sentence(bench.run({ givenKey: key }));
    expect(message).toMatch(/^Stripe would not create a webhook endpoint \(/);
    expect(message).not.toContain('planted');
  });

  it.each([
    [[], 'which stage is meant?'],
    [['--stage', 'dev', '--url', 'https://t.test'], '--url belongs to the laptop'],
    [['--url', 'http://t.test'], '--url is "http://t.test", expected the https address'],
    [['--stage', 'dev', '--portal-cancel', 'on'], '--portal-cancel is "on", expected off'],
    [['--key', 'sk_test_planted'], 'a key is never an argument'],
    [['--what'], "unknown option '--what'"],
  ])('are the arguments %j', (args, words) => {
    const message = (() => {
      try {
        argumentsOf(args);
        return '';
      } catch (error) {
        return String(Object(error).message);
      }
    })();
    expect(message).toContain(words);
    expect(message).not.toMatch(/\n|planted/);
  });
});

describe('where secrets lie', () => {
  it('is Secrets Manager for a stage: a list of two while one is rolled, never anything of the wrong form', async () => {
    const texts = new Map([
      ['k', key],
      ['w', 'x'.repeat(48)],
    ]);
    const client = {
      send: async (command: object) => {
        const { SecretId, SecretString }: { SecretId?: string; SecretString?: string } = Object(command).input ?? {};
        if (SecretString !== undefined) texts.set(String(SecretId), SecretString);
        return { SecretString: texts.get(String(SecretId)) };
      },
    };
    const vault = stageVault(client, { key: 'k', secrets: 'w', livemode: false });

    expect([await vault.key(), await vault.secrets()]).toEqual([key, []]);
    await vault.storeSecrets(['whsec_a']);
    expect([texts.get('w'), await vault.secrets()]).toEqual(['whsec_a', ['whsec_a']]);
    await vault.storeSecrets(['whsec_b', 'whsec_a']);
    expect(await vault.secrets()).toEqual(['whsec_b', 'whsec_a']);
  });

  it("is a file for its owner on a laptop, and no line of any run holds a secret or the key's text", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-'));
    const file = join(folder, 'stripe.env');
    const bench = new Bench();
    const said = await bench.run({
      givenKey: key,
      vault: fileVault(file),
      memory: fileMemory(join(folder, 'stripe.json')),
    });

    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^STRIPE_SECRET_KEY='rk_test_planted123'\nSTRIPE_WEBHOOK_SECRET='whsec_\w+'\n$/,
    );
    expect(existsSync(join(folder, 'stripe.json'))).toBe(true);
    expect(`${said}${readFileSync(join(folder, 'stripe.json'), 'utf8')}`).not.toMatch(/planted|whsec_/);
    expect(await bench.run({ vault: fileVault(file), memory: fileMemory(join(folder, 'stripe.json')) })).toContain(
      'nothing to do',
    );
  });
});
