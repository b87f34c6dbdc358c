import {
  BadRequestException,
  MessageRejected,
  SendingPausedException,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { describe, expect, it } from '@jest/globals';
import { sesMail } from '../../../lambdas/adapters/ses.ts';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { OutgoingMail } from '../../../lambdas/messaging/mail-port.ts';
import { Mailbox } from '../../../local/mailbox/mailbox.ts';

const mail: OutgoingMail = {
  account: 'acme',
  key: 'payment-recovery|sub_1|1|friendly',
  class: 'service',
  from: { name: 'Northbeam', address: 'billing@northbeam.test' },
  to: 'ada@acme.test',
  subject: 'Your Northbeam payment',
  html: '<p>Hello</p>',
  text: 'Hello\n',
  configurationSet: 'holdfast-service',
};

const refusing = (error: unknown) => sesMail({ send: () => Promise.reject(error) });
const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name }, more);
const answer = { $metadata: {}, message: 'no' };

describe('sesMail', () => {
  it('hands the mail to SES and answers with its message id', async () => {
    const now = parseInstant('2026-11-10T09:00:00Z');
    const mailbox = new Mailbox({ now: () => now, emit: () => {}, identities: ['northbeam.test'] });

    const { messageId } = await sesMail(mailbox).send(mail);

    expect(mailbox.find(messageId).to).toEqual(['ada@acme.test']);
  });

  it('names the configuration set as this stage has it', async () => {
    const now = parseInstant('2026-11-10T09:00:00Z');
    const mailbox = new Mailbox({ now: () => now, emit: () => {}, identities: ['northbeam.test'] });

    const { messageId } = await sesMail(mailbox, (set) => `dev-${set}`).send(mail);

    expect(mailbox.find(messageId).configurationSet).toBe('dev-holdfast-service');
  });

  it.each([
    ['ThrottlingException', named('ThrottlingException'), 'Throttled'],
    ['TooManyRequestsException', new TooManyRequestsException(answer), 'Throttled'],
    ['MessageRejected', new MessageRejected(answer), 'PermanentFailure'],
    ['BadRequestException', new BadRequestException(answer), 'PermanentFailure'],
    ['SendingPausedException', new SendingPausedException(answer), 'ServiceUnavailable'],
    ['AccessDeniedException', named('AccessDeniedException'), 'ServiceUnavailable'],
    ['a refused connection', named('Error', { code: 'ECONNREFUSED' }), 'ServiceUnavailable'],
    ['TimeoutError', named('TimeoutError'), 'OutcomeUnknown'],
    ['AbortError', named('AbortError'), 'OutcomeUnknown'],
    ['a reset connection', named('Error', { code: 'ECONNRESET' }), 'OutcomeUnknown'],
    ['InternalServiceErrorException', named('InternalServiceErrorException'), 'OutcomeUnknown'],
    ['something that is no error', 'boom', 'OutcomeUnknown'],
  ])('answers %s with the decision the caller has to make', async (_, error, name) => {
    await expect(refusing(error).send(mail)).rejects.toMatchObject({ name, cause: error });
  });

  it('takes an answer without a message id for unknown', async () => {
    await expect(sesMail({ send: async () => ({}) }).send(mail)).rejects.toMatchObject({ name: 'OutcomeUnknown' });
  });

  it('keeps the address out of its errors', async () => {
    const error = named('MessageRejected', { message: 'Address ada@acme.test is blacklisted' });

    await expect(refusing(error).send(mail)).rejects.toMatchObject({ message: expect.not.stringContaining('ada@') });
  });

  it('lets a mail that must not be built fail before SES is asked', async () => {
    const asked: unknown[] = [];
    const port = sesMail({ send: async (command) => void asked.push(command) });

    await expect(port.send({ ...mail, subject: 'a\r\nBcc: b@evil.test' })).rejects.toMatchObject({ name: 'BadInput' });
    expect(asked).toEqual([]);
  });
});
