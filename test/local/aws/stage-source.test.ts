import { beforeAll, describe, expect, it } from '@jest/globals';
import { after as at } from '../../../lambdas/kernel/instant.ts';
import type { StageSource } from '../../../local/aws/stage-source.ts';
import { type Board, messageRef } from '../../../local/console/board.ts';
import { LocalSource } from '../../../local/console/local-source.ts';
import { sampleCustomers } from '../../../local/server/sample-customers.ts';
import { acme, worldWith } from '../../../local/world/acme.ts';
import { settleIn } from '../../../local/world/settle-in.ts';
import type { World } from '../../../local/world/world.ts';
import { FakeStage } from './fake-stage.ts';

/** Which mail a message became only the laptop knows. */
const comparable = ({ accounts, cases, messages, tasks }: Board) => ({
  accounts: [...accounts.values()].sort((a, b) => (a.account < b.account ? -1 : 1)),
  cases,
  messages: messages.map(({ mail: _mail, subject: _subject, text: _text, ...line }) => line),
  tasks,
});

describe('the console on a stage', () => {
  let world: World;
  let stage: FakeStage;
  let source: StageSource;
  let local: LocalSource;

  beforeAll(async () => {
    world = await worldWith(acme);
    for (const customer of sampleCustomers.slice(0, 7)) await settleIn(world, customer);
    stage = new FakeStage(world);
    source = stage.source();
    local = new LocalSource(world);
  });

  it('shows what a board kept by every write shows, day after day', async () => {
    for (const { stripe } of [acme, ...sampleCustomers.slice(0, 7)]) {
      world.stripe.renew({ subscription: stripe.subscription });
      await source.stageBoard.renew();
      expect(comparable(await source.board())).toEqual(comparable(await local.board()));
      await world.runUntil(at(world.simulator.now(), { hours: 21 }));
    }
    await source.stageBoard.renew();
    const board = await source.board();

    expect(comparable(board)).toEqual(comparable(await local.board()));
    expect(board.cases.some(({ status }) => status === 'closed')).toBe(true);
    expect(board.messages.length).toBeGreaterThan(5);
    expect(board.gaps.length).toBeGreaterThan(0);
  });

  it('reads with queries of the two indexes and single rows, never a scan, and writes nothing', () => {
    expect(new Set(stage.calls.map(({ name }) => name))).toEqual(new Set(['QueryCommand', 'GetCommand']));
    const indexes = stage.calls
      .filter(({ name }) => name === 'QueryCommand')
      .map(({ input }) => Object(input).IndexName);
    expect(new Set(indexes)).toEqual(new Set(['list', 'due']));
  });

  it('reads the accounts in every twentieth round only, and says what a round costs', async () => {
    const before = stage.calls.length;
    await source.stageBoard.renew();

    // 32 shards each of open and closed cases, open tasks, waiting and ended messages.
    expect(stage.calls.length - before).toBe(160);
    expect(source.freshness()).toEqual({ readAt: world.simulator.now(), everySeconds: 30, readUnits: 80 });
  });

  it('keeps what it knows while AWS does not answer, and says why', async () => {
    const known = await source.board();
    stage.failure = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    await source.stageBoard.renew();

    expect(await source.board()).toBe(known);
    expect(source.freshness().trouble).toMatch(/\w+/);
    stage.failure = undefined;
    await source.stageBoard.renew();
    expect(source.freshness().trouble).toBeUndefined();
  });

  it('reads nothing more when nobody has looked for ten minutes', async () => {
    await source.board();
    await world.runUntil(at(world.simulator.now(), { minutes: 11 }));
    const before = stage.calls.length;
    await source.stageBoard.tick();

    expect(stage.calls.length).toBe(before);
  });

  it('shows an execution as the laptop shows it, its history to the last page', async () => {
    const { cases } = await local.board();
    const running = cases.find(({ wait }) => wait !== undefined)?.execution ?? '';
    const ended = cases.find(({ status }) => status === 'closed')?.execution ?? '';

    expect(await source.execution(running)).toEqual(await local.execution(running));
    expect(await source.execution(ended)).toEqual(await local.execution(ended));
    expect(await source.execution('payment-recovery-0-1')).toBeUndefined();
    expect(await source.execution('no/name')).toBeUndefined();
  });

  it('asks Step Functions once for an execution that has ended', async () => {
    const ended = (await local.board()).cases.find(({ status }) => status === 'closed')?.execution ?? '';
    await source.execution(ended);
    const before = stage.calls.length;
    await source.execution(ended);

    expect(stage.calls.length).toBe(before);
  });

  it('keeps its distance from the limit of the account', async () => {
    const waits: number[] = [];
    const clock = world.simulator.now();
    const paced = stage.source({
      now: () => at(clock, { milliseconds: waits.reduce((sum, one) => sum + one, 0) }),
      wait: async (milliseconds) => void waits.push(milliseconds),
    });
    await paced.execution((await local.board()).cases[0]?.execution ?? '');

    expect(waits.length).toBeGreaterThan(2);
    expect(new Set(waits)).toEqual(new Set([250]));
  });

  it('writes a mail again with its text and without its links, and says so', async () => {
    const line = (await source.board()).messages.find(({ status }) => status === 'SENT');
    const mail = await source.mail(line?.mail ?? '');
    const real = await local.mail(messageRef(line ?? { account: '', key: '' }));
    const unlinked = (text: string) => text.replaceAll(/https?:\/\/\S+/g, 'LINK');

    expect(mail?.subject).toBe(real?.subject);
    expect(unlinked(mail?.text ?? '')).toBe(unlinked(real?.text ?? 'no text'));
    expect(mail?.to).toEqual(real?.to);
    expect(mail?.note).toMatch(/^SES keeps no copy/);
    expect(mail?.links.length).toBeGreaterThan(0);
    expect(mail?.links.every(({ url }) => url === undefined)).toBe(true);
    expect(`${mail?.html}${mail?.text}`).not.toContain('localhost:4242/p/');
    expect(await source.mail('0100-an-id-of-ses')).toBeUndefined();
  });

  it('reads one account by one query of its partition', async () => {
    const before = stage.calls.length;

    expect(await source.rowsOf('acme')).toEqual(await local.rowsOf('acme'));
    expect(stage.calls.length - before).toBe(1);
  });
});
