import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { clientOptions } from '../../lambdas/adapters/client-options.ts';
import { createStripe } from '../../lambdas/adapters/stripe/index.ts';
import { type Instant, instant, after as later, parseInstant } from '../../lambdas/kernel/instant.ts';
import { sendEmailInput } from '../../lambdas/messaging/mime.ts';
import { begin, loadMachine } from '../../local/asl/index.ts';
import { InProcessTable } from '../../local/dynamodb/in-process-table.ts';
import { calm, Faults } from '../../local/faults/faults.ts';
import { signWebhook } from '../../local/stripe/index.ts';
import { type World, webhookSecret } from '../../local/world/world.ts';
import { pass, renew, T, withCharges, worldWith } from '../journeys/world.ts';

const declining = withCharges('processing_error', 'insufficient_funds', 'ok');
/** Four days of one failing renewal, in which calls take time and meet the faults of a seed. */
async function stormy(seed: string, rates: ConstructorParameters<typeof Faults>[1] = 0.03): Promise<World> {
  const world = await worldWith(declining);
  world.faults = new Faults(seed, rates);
  renew(world);
  await pass(world, { days: 4 });
  return world;
}

describe('the determinism contract (same seed, same output, byte for byte)', () => {
  it('holds as a whole: two runs of one seed leave the same world, and another seed leaves another one', async () => {
    const [one, same, other] = [await stormy('a'), await stormy('a'), await stormy('b')];
    expect(JSON.stringify(same)).toBe(JSON.stringify(one));
    expect([...(same.faults?.counts ?? [])]).toEqual([...(one.faults?.counts ?? [])]);
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(one));
  });

  it('1: handlers and the interpreter reach no clock, no chance, no timer and no socket by themselves', () => {
    const root = join(import.meta.dirname, '../..');
    const banned =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\b|\bset(Timeout|Interval|Immediate)\b|\bcrypto\.(random|getRandom)|\bfetch\(|from 'node:(net|http|https|timers)/;
    // The wire of a port, the list of nets it may not reach, and a text that only a browser runs.
    const wires = ['lambdas/adapters/outbound-http.ts', 'lambdas/adapters/public-address.ts'];
    const roots = ['lambdas/entries/', 'lambdas/compose/', ...wires, 'lambdas/app/banner-script.ts'];
    const files = ['lambdas', 'local/asl']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
      )
      .filter((path) => path.endsWith('.ts') && !roots.some((of) => path.startsWith(of)));
    const code = (path: string): string =>
      readFileSync(join(root, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

    expect(files.length).toBeGreaterThan(150);
    expect(files.filter((path) => banned.test(code(path)))).toEqual([]);
    expect(banned.test('const at = Date.now();')).toBe(true);
  });

  it('2: a call is an event with a latency of the seed: several handlers live at once, and a call longer than its function lives kills it', async () => {
    const crossing = await stormy('crossing', { ...calm, messageTwice: 1, webhookTwice: 1 });
    const preempted = [...(crossing.faults?.counts.keys() ?? [])].filter((what) => what.startsWith('preempted'));
    expect(preempted.length).toBeGreaterThan(3);

    const slow = await stormy('slow', { ...calm, slow: 0.2 });
    const killed = [...(slow.faults?.counts.keys() ?? [])].filter((what) => what.startsWith('killed by its timeout'));
    expect(killed).not.toEqual([]);

    const still = await worldWith(declining);
    renew(still);
    await still.runUntil(T);
    expect(still.executions().map(({ startedAt }) => startedAt)).toEqual([T]);
  });

  it('2: the seed picks among equal dues', async () => {
    const order = async (seed: string): Promise<string> => {
      const world = await worldWith(declining);
      world.faults = new Faults(seed, calm);
      const ran: string[] = [];
      for (const name of 'abcdef') world.simulator.at(T, 'timer', name, () => void ran.push(name));
      await world.runUntil(T);
      return ran.join('');
    };
    const orders = await Promise.all(['1', '2', '3', '4', '5', '6'].map(order));
    expect(new Set(orders).size).toBeGreaterThan(3);
    expect(await order('1')).toBe(orders[0]);
  });

  it('3: a handler asks the world only while the driver lets it run', async () => {
    const world = await worldWith(declining);
    world.faults = new Faults('strays', 0.02);
    const strays: string[] = [];
    let running = false;
    const call = world.invocations.call.bind(world.invocations);
    world.invocations.call = (of, run) => {
      if (!running) strays.push(of.operation);
      return call(of, run);
    };
    renew(world);
    let events = 0;
    for (
      let due = world.simulator.nextDue();
      due !== undefined && due < later(T, { days: 4 });
      due = world.simulator.nextDue()
    ) {
      running = true;
      await world.simulator.runOne();
      running = false;
      events += 1;
      // Whatever a handler awaits beside the ports would go on here.
      if (events % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
    expect(strays).toEqual([]);
    expect(events).toBeGreaterThan(300);
  });

  it('4: no library repeats or sleeps by itself', async () => {
    let requests = 0;
    const stripe = createStripe('sk_test_once', {
      httpClient: {
        getClientName: () => 'counting',
        makeRequest: async () => {
          requests += 1;
          throw Object.assign(new Error('reset'), { code: 'ETIMEDOUT' });
        },
      },
    });
    await expect(stripe.invoices.retrieve('in_1')).rejects.toThrow();
    expect(requests).toBe(1);

    let sends = 0;
    const client = new DynamoDBClient({
      ...clientOptions,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: {
        handle: async () => {
          sends += 1;
          throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
        },
      },
    });
    const { GetItemCommand } = await import('@aws-sdk/client-dynamodb');
    await expect(client.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } }))).rejects.toThrow();
    expect(sends).toBe(1);
  });

  it('4: a whole story waits for nothing real', async () => {
    const real = globalThis.setTimeout;
    let timers = 0;
    globalThis.setTimeout = ((...of: Parameters<typeof real>) => {
      timers += 1;
      return real(...of);
    }) as typeof real;
    try {
      const world = await worldWith(declining);
      renew(world);
      await pass(world, { days: 20 });
      expect(world.executions().map(({ frame }) => frame.status)).toEqual(['SUCCEEDED']);
    } finally {
      globalThis.setTimeout = real;
    }
    expect(timers).toBe(0);
  });

  it('5: a signature is judged by virtual time, years away from the clock on the wall', async () => {
    const world = await worldWith(declining);
    await world.runUntil(parseInstant('2044-02-29T12:00:00Z'));
    const body = JSON.stringify({
      id: 'evt_far',
      object: 'event',
      type: 'product.created',
      livemode: false,
      created: 1,
      data: { object: {} },
    });
    const at = (of: Instant): string => signWebhook(body, webhookSecret, Math.floor(of / 1000));

    expect((await world.deliver(body, at(world.simulator.now()))).statusCode).toBe(200);
    expect((await world.deliver(body, at(later(world.simulator.now(), { minutes: 6 })))).statusCode).toBe(400);
    expect((await world.deliver(body, at(instant(Date.now())))).statusCode).toBe(400);
  });

  it('6: time and chance inside a machine come from its execution, and $eval is refused', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Draw',
      States: {
        Draw: {
          Type: 'Pass',
          End: true,
          Output: '{% [$now(), $millis(), $random(), $uuid(), $shuffle([1,2,3,4,5,6,7,8])] %}',
        },
      },
    };
    const machine = loadMachine({ name: 'draw', arn: 'arn:draw', definition });
    const outputOf = async (seed: string): Promise<unknown> => {
      const start = { executionArn: 'arn:x', executionName: 'x', input: {}, at: T, seed };
      return (await begin(machine, start)).frame.output;
    };
    expect(await outputOf('s')).toEqual(await outputOf('s'));
    expect(await outputOf('s')).not.toEqual(await outputOf('t'));
    expect(await outputOf('s')).toEqual(expect.arrayContaining(['2026-11-10T15:00:00.000Z', T]));

    const evil = { ...definition, States: { Draw: { Type: 'Pass', End: true, Output: "{% $eval('1') %}" } } };
    expect(() => loadMachine({ name: 'evil', arn: 'arn:evil', definition: evil })).toThrow(/\$eval/);
  });

  it('7: Message-ID and boundaries come from the message key, and sort keys compare as UTF-8 bytes', async () => {
    const mail = {
      account: 'acme',
      key: 'k/1',
      class: 'service',
      from: { name: 'N', address: 'n@northwind.test' },
      to: 'ada@acme.test',
      replyTo: 'r@northwind.test',
      subject: 'S',
      html: '<p>h</p>',
      text: 't',
      configurationSet: 'service',
    } as const;
    expect(sendEmailInput(mail)).toEqual(sendEmailInput({ ...mail }));
    expect(sendEmailInput({ ...mail, key: 'k/2' })).not.toEqual(sendEmailInput(mail));

    const table = new InProcessTable({ name: 't', now: () => T });
    const keys = ['\u{1F600}', '\uFFFD', 'z', 'Z', 'é'];
    for (const sk of keys) table.sendRaw('putItem', { TableName: 't', Item: { pk: { S: 'p' }, sk: { S: sk } } });
    const sorted = [...table.items()].map(({ sk }) => String(sk));
    expect(sorted).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });

  it('8: whatever is started stands in the stored world before any of its effects leaves', async () => {
    const started: string[] = [];
    const loose: string[] = [];
    const world = await worldWith(
      declining,
      {},
      {
        checkpoint: () => {
          const { queues, executions, endpoint } = JSON.parse(JSON.stringify(world)) as Record<string, never>;
          const flying = [
            ...Object(queues)
              .live.filter((message: { flying: number }) => message.flying > 0)
              .map(() => 'message'),
            ...Object(executions).flatMap((one: { flying: unknown[] }) => one.flying.map(() => 'task')),
            ...Object(endpoint).flying.map(() => 'webhook'),
          ];
          started.push(...flying);
          if (flying.length === 0) loose.push(String(world.simulator.now()));
        },
      },
    );
    renew(world);
    await pass(world, { days: 4 });
    expect(new Set(started)).toEqual(new Set(['message', 'task', 'webhook']));
    // Only the sweep leaves no trace of its own: the next one finds what it would have found.
    expect(loose.every((at) => Number(at) % 60_000 === 0)).toBe(true);
  });

  it('9: a fault that never struck is named, so that a fault run cannot pass without it', () => {
    const faults = new Faults('count', 0.5);
    for (let n = 0; n < 50; n += 1) faults.struck('store', 'before');
    expect(faults.missing(['store refused', 'ses refused'])).toEqual(['ses refused']);
  });
});
