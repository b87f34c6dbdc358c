import { describe, expect, it } from '@jest/globals';
import { approvedSoFar, decideApproval } from '../../lambdas/messaging/approval.ts';
import { parseMessage } from '../../lambdas/messaging/outbox.ts';
import { messageRef } from '../../local/console/board.ts';
import { LocalSource } from '../../local/console/local-source.ts';
import type { World } from '../../local/world/world.ts';
import { acme, mails, pass, renew, worldWith } from './world.ts';

/** As on a stage with real customers. */
const live = { livemode: true } as const;

const messages = (world: World) =>
  [...world.table.items()].filter(({ entity }) => entity === 'message').map((item) => parseMessage(item as never));
const waiting = (world: World, template: string) => {
  const found = messages(world).find((one) => one.template === template);
  if (!found) throw new Error(`no ${template} is queued`);
  return found;
};
const send = { kind: 'send' } as const;
const friendly = 'payment-recovery/friendly';

describe('the first mails of a template', () => {
  it('wait for a person, who is asked once', async () => {
    const world = await worldWith(acme, {}, live);
    renew(world);
    await pass(world, { days: 1, hours: 6 });

    expect(mails(world)).toEqual([]);
    expect(waiting(world, friendly).status).toBe('PENDING');
    expect(new Set(waiting(world, friendly).verdicts.map(({ reason }) => reason))).toEqual(new Set(['approval']));
    const tasks = [...world.table.items()].filter(({ entity }) => entity === 'task');
    expect(tasks).toMatchObject([{ kind: 'approve_mail', facts: { template: friendly } }]);
  });

  it('leave at once when they are approved, and are counted', async () => {
    const world = await worldWith(acme, {}, live);
    renew(world);
    await pass(world, { days: 1, hours: 1 });
    const { account, key, version } = waiting(world, friendly);

    expect(await decideApproval({ account, key }, { by: 'ines', approval: send, version }, world.ports)).toBe('done');
    await pass(world, { days: 1, hours: 1, minutes: 1 });

    expect(mails(world)).toHaveLength(1);
    expect(await approvedSoFar(friendly, world.ports)).toBe(1);
  });

  it('leave in the words of whoever changed them, with the real links', async () => {
    const world = await worldWith(acme, {}, live);
    renew(world);
    await pass(world, { days: 1, hours: 1 });
    const { account, key, version } = waiting(world, friendly);
    const shown = await new LocalSource(world).mail(messageRef({ account, key }));
    const text = `Hello Ada & Co,\n\n${shown?.text ?? ''}`;
    const approval = { kind: 'send', edited: { subject: 'About <your> payment', text } } as const;
    await decideApproval({ account, key }, { by: 'ines', approval, version }, world.ports);
    await pass(world, { days: 1, hours: 1, minutes: 1 });

    const [mail] = world.mailbox.mails.filter(({ subject }) => subject.includes('About'));
    expect(mail?.subject).toContain('About <your> payment');
    expect(mail?.text).not.toContain('not-shown.invalid');
    expect(mail?.html).toContain('Hello Ada &amp; Co,');
    expect(mail?.html).toMatch(/<a href="http[^"]+\/p\/update-card\//);
  });

  it('are not sent when a person does not want them', async () => {
    const world = await worldWith(acme, {}, live);
    renew(world);
    await pass(world, { days: 1, hours: 1 });
    const { account, key, version } = waiting(world, friendly);
    await decideApproval({ account, key }, { by: 'ines', approval: { kind: 'drop' }, version }, world.ports);
    await pass(world, { days: 2 });

    expect(mails(world)).toEqual([]);
    expect(waiting(world, friendly).status).toBe('DROPPED');
    expect(waiting(world, friendly).verdicts.at(-1)).toMatchObject({ verdict: 'dropped', reason: 'not_approved' });
  });

  it('are not decided by a page that is older than the row', async () => {
    const world = await worldWith(acme, {}, live);
    renew(world);
    await pass(world, { days: 1, hours: 1 });
    const { account, key, version } = waiting(world, friendly);
    const old = { by: 'ines', approval: send, version: version - 1 };

    expect(await decideApproval({ account, key }, old, world.ports)).toBe('moved');
    expect(await decideApproval({ account, key: 'none' }, old, world.ports)).toBe('gone');
    expect(await approvedSoFar(friendly, world.ports)).toBe(0);
  });

  it('are past once so many were approved; one more waits no more', async () => {
    const world = await worldWith(acme, { approve: 1 }, live);
    await world.ports.rows.put({ pk: `APPROVAL#${friendly}`, sk: 'APPROVAL', entity: 'approval', approved: 1 });
    renew(world);
    await pass(world, { days: 1, hours: 1 });

    expect(mails(world)).toHaveLength(1);
  });

  it.each([
    ['where nobody is asked', { approve: 0 }, live],
    ['where the stage is not live', {}, {}],
  ])('leave by themselves %s', async (_name, config, options) => {
    const world = await worldWith(acme, config, options);
    renew(world);
    await pass(world, { days: 1, hours: 1 });

    expect(mails(world)).toHaveLength(1);
  });
});
