import { beforeAll, describe, expect, it } from '@jest/globals';
import { after as at, toIso } from '../../../lambdas/kernel/instant.ts';
import { type Board, messageRef } from '../../../local/console/board.ts';
import { LocalSource } from '../../../local/console/local-source.ts';
import { acme, T, withCharges, worldWith } from '../../../local/world/acme.ts';
import type { World } from '../../../local/world/world.ts';

const plain = ({ accounts, ...rest }: Board) => ({ accounts: [...accounts], ...rest });

describe('the console on the world of this process', () => {
  let world: World;
  let source: LocalSource;

  beforeAll(async () => {
    world = await worldWith(withCharges('processing_error', 'processing_error', 'processing_error'));
    source = new LocalSource(world);
    await source.board();
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
    await world.runUntil(at(T, { days: 1, hours: 1 }));
  });

  it('shows after every write what a board built from the whole table shows', async () => {
    await world.runUntil(at(T, { days: 2 }));
    const between = plain(await source.board());
    expect(between).toEqual(plain(await new LocalSource(world).board()));

    await world.runUntil(at(T, { days: 8 }));

    expect(plain(await source.board())).toEqual(plain(await new LocalSource(world).board()));
    expect(plain(await source.board())).not.toEqual(between);
  });

  it('is the same board as long as nothing is written', async () => {
    expect(await source.board()).toBe(await source.board());
  });

  it('leads from a message to the mail it became, with every link of it', async () => {
    const { messages } = await source.board();
    const line = messages.at(-1);
    const mail = await source.mail(line?.mail ?? '');

    expect(line).toMatchObject({ account: 'acme', status: 'SENT', to: 'ada@acme.test', subject: mail?.subject });
    expect(mail).toMatchObject({ account: 'acme', key: line?.key, template: line?.template, id: line?.mail });
    expect(mail?.note).toBeUndefined();
    expect(mail?.links.map(({ page }) => page)).toContain('update-card');
    for (const { url } of mail?.links ?? []) expect(`${mail?.html}${mail?.text}`).toContain(url);
    expect(await source.mail(messageRef({ account: 'acme', key: line?.key ?? '' }))).toEqual(mail);
  });

  it('shows where a case stands, what it waits in, and its execution', async () => {
    const [line] = (await source.board()).cases;
    const execution = await source.execution(line?.execution ?? '');

    expect(line).toMatchObject({ account: 'acme', subject: 'sub_acme', status: 'open', run: 1 });
    expect(execution).toMatchObject({ name: line?.execution, machine: 'payment-recovery', status: 'RUNNING' });
    expect(execution?.waiting).toEqual(line?.wait);
    expect(execution?.history.length).toBeGreaterThan(10);
    expect(Object(execution?.definition).StartAt).toBeTruthy();
  });

  it('reads the rows of one account and of nobody else', async () => {
    const rows = await source.rowsOf('acme');

    expect(rows.length).toBeGreaterThan(5);
    expect(new Set(rows.map(({ pk }) => pk))).toEqual(new Set(['A#acme']));
    expect(await source.rowsOf('nobody')).toEqual([]);
    expect(await source.row({ pk: 'CARD#fp_1', sk: 'CARD' })).toMatchObject({ entity: 'card' });
  });

  it('knows nothing of what never was', async () => {
    expect(await source.execution('payment-recovery-0-1')).toBeUndefined();
    expect(await source.mail('none')).toBeUndefined();
    expect(await source.mail(messageRef({ account: 'acme', key: 'none' }))).toBeUndefined();
    expect(await source.mail('m.%%%')).toBeUndefined();
  });
});

describe('a message that has not left', () => {
  it('says why and until when it waits, and can be read as it would be written, with no link in it', async () => {
    const calls: unknown[] = [];
    const world = await worldWith({ ...acme, zone: 'Asia/Tokyo' }, {}, { watch: (call) => calls.push(call) });
    const source = new LocalSource(world);
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
    await world.runUntil(at(T, { days: 1, minutes: 1 }));
    const made = calls.length;
    const [line] = (await source.board()).messages;
    const mail = await source.mail(messageRef(line ?? { account: '', key: '' }));

    expect(line).toMatchObject({ status: 'PENDING', reason: 'quiet.night' });
    expect(toIso(line?.until as never)).toBe('2026-11-11T23:00:00.000Z');
    expect(line?.mail).toBeUndefined();
    expect(mail).toMatchObject({ to: ['ada@acme.test'], note: expect.stringMatching(/^Nothing of this was handed/) });
    expect(mail?.text).toContain('Hi Ada');
    expect(mail?.links).toEqual([{ page: 'update-card' }]);
    expect(mail?.html).not.toContain('localhost:4242/p/');
    expect(calls.length).toBe(made);
  });

  it('is dropped when what it asks for is settled, and the board says so', async () => {
    const world = await worldWith({ ...withCharges('processing_error'), zone: 'Asia/Tokyo' });
    const source = new LocalSource(world);
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
    await world.runUntil(at(T, { days: 1, hours: 1 }));
    world.stripe.customerPays('in_1');
    await world.runUntil(at(T, { days: 3 }));
    const { messages, cases } = await source.board();

    expect(cases).toEqual([expect.objectContaining({ status: 'closed', outcome: 'recovered' })]);
    expect(messages.map(({ status, reason }) => [status, reason])).toEqual([
      ['DROPPED', 'goal.met'],
      ['DROPPED', 'goal.met'],
    ]);
  });
});

describe('a board of many', () => {
  it('is not told of writes any more once it is closed', async () => {
    const world = await worldWith(acme);
    const source = new LocalSource(world);
    const before = await source.board();
    source.close();
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
    await world.runUntil(at(T, { hours: 1 }));

    expect(await source.board()).toBe(before);
  });
});
