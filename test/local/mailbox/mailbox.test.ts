import { SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from '@jest/globals';
import { after, type Instant, parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { SesEvent } from '../../../local/mailbox/events.ts';
import { Mailbox } from '../../../local/mailbox/mailbox.ts';

const request: SendEmailCommandInput = {
  FromEmailAddress: '"Northbeam" <billing@northbeam.test>',
  Destination: { ToAddresses: ['ada@acme.test'] },
  ReplyToAddresses: ['r-abc@reply.northbeam.test'],
  Content: {
    Simple: {
      Subject: { Data: 'Hello' },
      Body: { Html: { Data: '<p>Hello</p>' }, Text: { Data: 'Hello' } },
      Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
    },
  },
  EmailTags: [{ Name: 'key', Value: 'a2V5' }],
  ConfigurationSetName: 'holdfast-service',
};

function world() {
  let now: Instant = parseInstant('2026-11-10T09:00:00Z');
  const events: SesEvent[] = [];
  const mailbox = new Mailbox({
    now: () => now,
    emit: (event) => events.push(event),
    identities: ['northbeam.test', 'sam@vendor.test'],
  });
  const send = async (changes: Partial<SendEmailCommandInput> = {}) =>
    (await mailbox.send(new SendEmailCommand({ ...request, ...changes }))).MessageId;
  const pass = (hours: number) => {
    now = after(now, { hours });
  };
  return { mailbox, events, send, pass };
}

const simple = (changes: object) =>
  ({ Content: { Simple: { ...request.Content?.Simple, ...changes } } }) as Partial<SendEmailCommandInput>;

describe('Mailbox', () => {
  it('keeps what was sent, when and by whom', async () => {
    const { mailbox, send } = world();
    const id = await send();

    expect(mailbox.mails).toEqual([
      {
        id,
        at: '2026-11-10T09:00:00.000Z',
        from: '"Northbeam" <billing@northbeam.test>',
        to: ['ada@acme.test'],
        replyTo: ['r-abc@reply.northbeam.test'],
        subject: 'Hello',
        html: '<p>Hello</p>',
        text: 'Hello',
        headers: { 'Auto-Submitted': 'auto-generated' },
        tags: { key: 'a2V5' },
        configurationSet: 'holdfast-service',
      },
    ]);
  });

  it('gives the same mail the same id in every world, and a second sending another one', async () => {
    const [one, two] = [world(), world()];
    await two.send({ Destination: { ToAddresses: ['bob@acme.test'] } });
    const first = await one.send();

    expect(await two.send()).toBe(first);
    expect(await one.send()).not.toBe(first);
  });

  it('publishes Send and Delivery with the tags of the mail', async () => {
    const { events, send } = world();
    const id = await send();

    expect(events.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
    expect(events[0]?.mail).toMatchObject({ messageId: id, destination: ['ada@acme.test'] });
    expect(events[0]?.mail.tags).toMatchObject({ key: ['a2V5'], 'ses:configuration-set': ['holdfast-service'] });
  });

  it('publishes nothing without a configuration set', async () => {
    const { events, send } = world();
    await send({ ConfigurationSetName: undefined });

    expect(events).toEqual([]);
  });

  it('plays bounce, complaint, reject, delay and click on demand, at their own time', async () => {
    const { mailbox, events, send, pass } = world();
    const id = await send();
    pass(2);
    mailbox.bounce(id);
    mailbox.bounce(id, 'Transient');
    mailbox.complain(id);
    mailbox.reject(id);
    mailbox.delay(id);
    mailbox.click(id, 'https://billing.northbeam.test/l/pay');

    expect(events.slice(2)).toMatchObject([
      { eventType: 'Bounce', bounce: { bounceType: 'Permanent', timestamp: '2026-11-10T11:00:00.000Z' } },
      {
        eventType: 'Bounce',
        bounce: { bounceType: 'Transient', bouncedRecipients: [{ emailAddress: 'ada@acme.test' }] },
      },
      { eventType: 'Complaint', complaint: { complainedRecipients: [{ emailAddress: 'ada@acme.test' }] } },
      { eventType: 'Reject', reject: { reason: 'Bad content' } },
      { eventType: 'DeliveryDelay', deliveryDelay: { expirationTime: '2026-11-11T01:00:00.000Z' } },
      { eventType: 'Click', click: { link: 'https://billing.northbeam.test/l/pay' } },
    ]);
  });

  it.each<[string, Partial<SendEmailCommandInput>, string]>([
    ['no sender', { FromEmailAddress: undefined }, 'BadRequestException'],
    ['a sender of another domain', { FromEmailAddress: 'a@evil.test' }, 'MessageRejected'],
    [
      'another sender of a domain with one verified address',
      { FromEmailAddress: 'ada@vendor.test' },
      'MessageRejected',
    ],
    ['no recipient', { Destination: {} }, 'BadRequestException'],
    [
      '51 recipients',
      { Destination: { BccAddresses: Array.from({ length: 51 }, (_, n) => `a${n}@acme.test`) } },
      'BadRequestException',
    ],
    [
      'a line break in the recipient',
      { Destination: { ToAddresses: ['a@acme.test\nBcc: b@c.test'] } },
      'BadRequestException',
    ],
    ['no content', { Content: {} }, 'BadRequestException'],
    ['no subject', simple({ Subject: undefined }), 'BadRequestException'],
    ['a line break in the subject', simple({ Subject: { Data: 'a\nb' } }), 'BadRequestException'],
    ['no body', simple({ Body: {} }), 'BadRequestException'],
    ['more than 40 MB', simple({ Body: { Text: { Data: 'x'.repeat(40 * 1024 * 1024 + 1) } } }), 'BadRequestException'],
    ['a header with a space in its name', simple({ Headers: [{ Name: 'X Y', Value: 'z' }] }), 'BadRequestException'],
    [
      'a header with a line break',
      simple({ Headers: [{ Name: 'X-Y', Value: 'z\nBcc: b@c.test' }] }),
      'BadRequestException',
    ],
    [
      'a header name of 127 characters',
      simple({ Headers: [{ Name: 'X'.repeat(127), Value: 'z' }] }),
      'BadRequestException',
    ],
    [
      'a header of 997 characters',
      simple({ Headers: [{ Name: 'XY', Value: 'z'.repeat(995) }] }),
      'BadRequestException',
    ],
    ['a header that SES writes itself', simple({ Headers: [{ Name: 'Subject', Value: 'z' }] }), 'BadRequestException'],
    [
      'a header given twice',
      simple({
        Headers: [
          { Name: 'X', Value: '1' },
          { Name: 'x', Value: '2' },
        ],
      }),
      'BadRequestException',
    ],
    ['a tag with other characters', { EmailTags: [{ Name: 'key', Value: 'a|b' }] }, 'BadRequestException'],
    ['a tag of 257 characters', { EmailTags: [{ Name: 'key', Value: 'k'.repeat(257) }] }, 'BadRequestException'],
  ])('refuses %s as SES would and keeps nothing', async (_, changes, name) => {
    const { mailbox, events, send } = world();

    await expect(send(changes)).rejects.toMatchObject({ name });
    expect([mailbox.mails, events]).toEqual([[], []]);
  });

  it.each<[string, Partial<SendEmailCommandInput>]>([
    ['50 recipients', { Destination: { ToAddresses: Array.from({ length: 50 }, (_, n) => `a${n}@acme.test`) } }],
    ['a header of 996 characters', simple({ Headers: [{ Name: 'X', Value: 'z'.repeat(995) }] })],
    ['a verified single sender', { FromEmailAddress: 'Sam <sam@vendor.test>' }],
    ['a mail of text only', simple({ Body: { Text: { Data: 'Hello' } } })],
  ])('takes %s', async (_, changes) => {
    const { mailbox, send } = world();
    await send(changes);

    expect(mailbox.mails).toHaveLength(1);
  });

  it('goes on after a restart as if there had been none', async () => {
    const [before, later, unbroken] = [world(), world(), world()];
    await before.send();
    later.mailbox.restore(JSON.parse(JSON.stringify(before.mailbox)));
    await unbroken.send();

    expect(await later.send()).toBe(await unbroken.send());
    expect(later.mailbox.mails).toEqual(unbroken.mailbox.mails);
  });

  it('says which mail it does not have', () => {
    expect(() => world().mailbox.bounce('nope')).toThrow('no mail "nope" was sent, the mailbox has 0');
  });

  it('takes no other command', async () => {
    await expect(world().mailbox.send({})).rejects.toThrow('SendEmailCommand only');
  });
});
