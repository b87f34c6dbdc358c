import { beforeEach, describe, expect, it } from '@jest/globals';
import { carryOutOne } from '../../../lambdas/cases/carry-out.ts';
import { shardOf } from '../../../lambdas/kernel/ids.ts';
import { after as later, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { type Draft, type Message, messageKey, parseMessage, queueMail } from '../../../lambdas/messaging/outbox.ts';
import { defer, drop, giveUpUnknown, markUnknown, since, write } from '../../../lambdas/messaging/rulings.ts';
import { Desk, T } from '../cases/desk.ts';

const draft: Draft = {
  key: 'm-1',
  account: 'acme',
  journey: 'payment-recovery',
  template: 'payment-recovery/friendly',
  class: 'service',
  facts: {},
  links: {},
  roles: ['owner'],
  quiet: 'nights',
  policy: 'hash',
  mode: 'live',
};

let desk: Desk;
let message: Message;
beforeEach(async () => {
  desk = new Desk();
  for (const effect of queueMail(draft, T)) if (effect.kind === 'row') await carryOutOne(effect, desk.ports);
  message = await stored();
});

async function stored(): Promise<Message> {
  const item = await desk.ports.rows.get(messageKey('acme', 'm-1'));
  if (!item) throw new Error('the message is gone');
  return parseMessage(item);
}

const morning = parseInstant('2026-11-11T13:00:00Z');
const soon = later(T, { minutes: 15 });

describe('queueMail', () => {
  it('creates the message once: a repeat leaves what became of it', async () => {
    await drop(message, 'goal.met', desk.ports);
    for (const effect of queueMail(draft, morning)) await carryOutOne(effect, desk.ports);

    expect(await stored()).toMatchObject({ status: 'DROPPED', queuedAt: toIso(T) });
  });
});

describe('defer', () => {
  it('keeps the message pending until then, in the due index, with its reason', async () => {
    await defer(message, 'quiet.night', morning, desk.ports);

    expect(await stored()).toMatchObject({
      status: 'PENDING',
      due: toIso(morning),
      dueSk: `${toIso(morning)}#acme#m-1`,
      verdicts: [{ verdict: 'deferred', reason: 'quiet.night', until: toIso(morning) }],
    });
  });

  it('says the same thing once, another thing again', async () => {
    await defer(message, 'quiet.night', morning, desk.ports);
    await defer(await stored(), 'quiet.night', morning, desk.ports);
    expect((await stored()).verdicts).toHaveLength(1);

    await defer(await stored(), 'brake', morning, desk.ports);
    await defer(await stored(), 'brake', later(morning, { minutes: 10 }), desk.ports);
    expect((await stored()).verdicts.map(({ reason }) => reason)).toEqual(['quiet.night', 'brake', 'brake']);
  });

  it('keeps the last twenty verdicts', async () => {
    for (let n = 1; n <= 21; n += 1) await defer(await stored(), 'brake', later(T, { minutes: n }), desk.ports);

    const { verdicts } = await stored();
    expect([verdicts.length, verdicts[0]?.until]).toEqual([20, toIso(later(T, { minutes: 2 }))]);
  });

  it.each([
    [soon, 1],
    [later(soon, { milliseconds: 1 }), 0],
  ])('tells the queue what it can delay, and leaves the rest to the sweep: %s', async (until, told) => {
    await defer(message, 'suppressed.soft', until, desk.ports);

    expect(desk.queued).toHaveLength(told);
  });
});

describe('drop', () => {
  it('ends the message with a reason and takes it out of the due index', async () => {
    await drop(message, 'goal.met', desk.ports);

    const dropped = await stored();
    expect(dropped).toMatchObject({ status: 'DROPPED', verdicts: [{ verdict: 'dropped', reason: 'goal.met' }] });
    expect([dropped.duePk, dropped.dueSk, dropped.lease]).toEqual([undefined, undefined, undefined]);
  });
});

describe('markUnknown', () => {
  it('waits fifteen minutes for the mail event and is never pending again', async () => {
    await markUnknown(message, desk.ports);

    expect(await stored()).toMatchObject({ status: 'UNKNOWN', due: toIso(soon), dueSk: `${toIso(soon)}#acme#m-1` });
  });

  it('stays unknown for good when it may not be sent again', async () => {
    await markUnknown(message, desk.ports);
    await giveUpUnknown(await stored(), desk.ports);

    const given = await stored();
    expect([given.status, given.duePk]).toEqual(['UNKNOWN', undefined]);
  });
});

describe('the list of messages that ended', () => {
  const place = async () => {
    const { listPk, listSk } = await stored();
    return [listPk, listSk];
  };
  const ended = [`mail#${shardOf('acme')}`, `${toIso(T)}#acme#m-1`];

  it.each<[string, () => Promise<void>, unknown[]]>([
    ['one that is dropped', () => drop(message, 'goal.met', desk.ports), ended],
    ['one whose end nobody will know', () => giveUpUnknown(message, desk.ports), ended],
    ['none that waits', () => defer(message, 'quiet.night', morning, desk.ports), [undefined, undefined]],
    ['none that is asked about', () => markUnknown(message, desk.ports), [undefined, undefined]],
  ])('has %s', async (_which, rule, expected) => {
    await rule();

    expect(await place()).toEqual(expected);
  });
});

describe('a verdict on a message that changed since it was read', () => {
  it.each<[string, () => Promise<void>]>([
    ['defer', () => defer(message, 'quiet.night', morning, desk.ports)],
    ['drop', () => drop(message, 'goal.met', desk.ports)],
    ['markUnknown', () => markUnknown(message, desk.ports)],
    ['giveUpUnknown', () => giveUpUnknown(message, desk.ports)],
  ])('is not written: %s', async (_name, rule) => {
    await write(message, { set: [['status', 'SENT']] }, desk.ports);
    const stood = await stored();

    await rule();

    expect(await stored()).toEqual(stood);
  });

  it('counts every write', () => {
    expect(since(message, { add: [['resends', 1]] })).toEqual({
      add: [
        ['resends', 1],
        ['version', 1],
      ],
      if: { kind: 'equals', path: 'version', value: 1 },
    });
  });
});
