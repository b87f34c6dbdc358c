import { beforeEach, describe, expect, it } from '@jest/globals';
import { Conflict } from '../../../lambdas/kernel/failures.ts';
import { parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import type { Ports } from '../../../lambdas/kernel/ports.ts';
import { tagValue } from '../../../lambdas/messaging/mime.ts';
import { messageKey, parseMessage, queueMail } from '../../../lambdas/messaging/outbox.ts';
import { markUnknown } from '../../../lambdas/messaging/rulings.ts';
import { takeInMailEvent } from '../../../lambdas/messaging/take-in-mail-event.ts';
import { Desk } from '../cases/desk.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const key = 'k/1';

const delivery = {
  eventType: 'Delivery',
  mail: {
    messageId: 'ses-1',
    destination: ['ada@acme.test'],
    tags: { account: [tagValue('acme')], key: [tagValue(key)] },
  },
};

let desk: Desk;
beforeEach(async () => {
  desk = new Desk();
  const draft = {
    key,
    account: 'acme',
    journey: 'payment-recovery',
    template: 'payment-recovery/friendly',
    class: 'service' as const,
    facts: {},
    links: {},
    roles: ['owner'],
    quiet: 'nights' as const,
    policy: 'hash',
    mode: 'live' as const,
  };
  const row = queueMail(draft, T).find(({ kind }) => kind === 'row');
  if (row?.kind !== 'row') throw new Error('a queued mail has a row');
  await desk.ports.rows.put({
    ...row.item,
    pk: row.pk,
    sk: row.sk,
    status: 'SENDING',
    lease: { id: 'l', until: toIso(T) },
  });
});

const stored = async () => parseMessage((await desk.ports.rows.get(messageKey('acme', key))) ?? { pk: '', sk: '' });

/** The dispatcher marks the message unknown between the event's read and its write, so many times. */
function crossed(times: number): Ports {
  let left = times;
  const rows = {
    ...desk.ports.rows,
    update: async (...of: Parameters<Ports['rows']['update']>) => {
      if (left > 0 && of[0].sk.startsWith('MSG#')) {
        left -= 1;
        await markUnknown(await stored(), desk.ports);
      }
      return desk.ports.rows.update(...of);
    },
  };
  return { ...desk.ports, rows };
}

describe('an event of SES about a message', () => {
  it('proves that it was sent, also when its lease runs out at the same moment', async () => {
    await takeInMailEvent(delivery, crossed(1));

    expect(await stored()).toMatchObject({
      status: 'SENT',
      messageId: 'ses-1',
      listSk: `${toIso(T)}#acme#${key}`,
    });
  });

  it('comes back when the message moves under every try, instead of losing the proof', async () => {
    await expect(takeInMailEvent(delivery, crossed(99))).rejects.toThrow(Conflict);
  });
});
