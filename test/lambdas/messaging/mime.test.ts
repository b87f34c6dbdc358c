import { describe, expect, it } from '@jest/globals';
import type { OutgoingMail } from '../../../lambdas/messaging/mail-port.ts';
import { readTagValue, sendEmailInput, tagValue } from '../../../lambdas/messaging/mime.ts';

const service: OutgoingMail = {
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
const unsubscribe = { url: 'https://billing.northbeam.test/u?t=k1.x', listId: 'onboarding.northbeam.test' };
const lifecycle: OutgoingMail = { ...service, class: 'lifecycle', unsubscribe };

const headersOf = (mail: OutgoingMail) =>
  Object.fromEntries(sendEmailInput(mail).Content.Simple.Headers.map(({ Name, Value }) => [Name, Value]));

describe('sendEmailInput', () => {
  it('carries both parts, one recipient and the configuration set', () => {
    const input = sendEmailInput({ ...service, replyTo: 'r-abc@reply.northbeam.test' });

    expect(input.FromEmailAddress).toBe('"Northbeam" <billing@northbeam.test>');
    expect(input.Destination).toEqual({ ToAddresses: ['ada@acme.test'] });
    expect(input.ReplyToAddresses).toEqual(['r-abc@reply.northbeam.test']);
    expect(input.Content.Simple.Subject).toEqual({ Data: 'Your Northbeam payment', Charset: 'UTF-8' });
    expect(input.Content.Simple.Body.Text).toEqual({ Data: 'Hello\n', Charset: 'UTF-8' });
    expect(input.Content.Simple.Body.Html).toEqual({ Data: '<p>Hello</p>', Charset: 'UTF-8' });
    expect(input.ConfigurationSetName).toBe('holdfast-service');
  });

  it('gives service mail no way to unsubscribe', () => {
    expect(headersOf(service)).toEqual({ 'Auto-Submitted': 'auto-generated' });
  });

  it('gives lifecycle mail one-click unsubscribe and its list', () => {
    expect(headersOf(lifecycle)).toEqual({
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': '<https://billing.northbeam.test/u?t=k1.x>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': '<onboarding.northbeam.test>',
    });
  });

  it.each([
    ['service mail with an unsubscribe link', { ...service, unsubscribe }],
    ['internal mail with an unsubscribe link', { ...service, class: 'internal' as const, unsubscribe }],
    ['lifecycle mail without one', { ...service, class: 'lifecycle' as const }],
    [
      'lifecycle mail with a plain http one',
      { ...lifecycle, unsubscribe: { ...unsubscribe, url: 'http://northbeam.test/u' } },
    ],
    ['an empty text part', { ...service, text: ' \n' }],
    ['an empty HTML part', { ...service, html: '' }],
  ])('refuses %s', (_, mail) => {
    expect(() => sendEmailInput(mail)).toThrow(expect.objectContaining({ name: 'BadInput' }));
  });

  it.each<[string, Partial<OutgoingMail>]>([
    ['subject', { subject: 'Hi\r\nBcc: all@evil.test' }],
    ['subject', { subject: 'Hi\nthere' }],
    ['subject', { subject: 'Hi\u2028there' }],
    ['subject', { subject: 'Hi\u0000' }],
    ['from name', { from: { name: 'North\r\nBcc: all@evil.test', address: 'billing@northbeam.test' } }],
    ['from address', { from: { name: 'North', address: 'billing@northbeam.test>\r\nBcc: <all@evil.test' } }],
    ['recipient', { to: 'ada@acme.test\nBcc: all@evil.test' }],
    ['list of recipients', { to: 'ada@acme.test, bob@acme.test' }],
    ['recipient with a name', { to: 'Ada <ada@acme.test>' }],
    ['recipient with letters SES cannot take', { to: 'jörg@acme.test' }],
    ['recipient without a domain', { to: 'ada@localhost' }],
    ['reply address', { replyTo: 'r@reply.northbeam.test\r\nX: y' }],
    [
      'unsubscribe link',
      { class: 'lifecycle', unsubscribe: { ...unsubscribe, url: 'https://a.test/u\r\nBcc: all@evil.test' } },
    ],
    ['list id', { class: 'lifecycle', unsubscribe: { ...unsubscribe, listId: 'a\nBcc: all@evil.test' } }],
    [
      'overlong unsubscribe link',
      { class: 'lifecycle', unsubscribe: { ...unsubscribe, url: `https://a.test/${'x'.repeat(860)}` } },
    ],
  ])('refuses a bad %s, without repeating it', (_, changes) => {
    const attempt = () => sendEmailInput({ ...service, ...changes });

    expect(attempt).toThrow(
      expect.objectContaining({ name: 'BadInput', message: expect.not.stringMatching(/evil|ada@/) }),
    );
  });

  it.each([
    ['Sam "the man" O\\Neil', '"Sam \\"the man\\" O\\\\Neil" <billing@northbeam.test>'],
    ['', 'billing@northbeam.test'],
    ['Jörg', '=?UTF-8?B?SsO2cmc=?= <billing@northbeam.test>'],
  ])('writes the sender name %j as %s', (name, expected) => {
    expect(sendEmailInput({ ...service, from: { ...service.from, name } }).FromEmailAddress).toBe(expected);
  });

  it('splits a long sender name into words that mail programs can decode', () => {
    const name = 'Zażółć gęślą jaźń sp. z o.o. — oddział w Krakowie';
    const [encoded = ''] = sendEmailInput({ ...service, from: { ...service.from, name } }).FromEmailAddress.split(' <');
    const words = encoded.split(' ');

    expect(Math.max(...words.map((word) => word.length))).toBeLessThanOrEqual(75);
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString('utf8')).join('');
    expect(decoded).toBe(name);
  });

  it('tags the mail with account and key in the letters SES allows', () => {
    const tags = sendEmailInput({ ...service, account: 'Zoë/1' }).EmailTags;

    expect(tags.map(({ Name }) => Name)).toEqual(['account', 'key']);
    expect(tags.every(({ Value }) => /^[A-Za-z0-9_-]{1,256}$/.test(Value))).toBe(true);
    expect(tags.map(({ Value }) => readTagValue(Value))).toEqual(['Zoë/1', 'payment-recovery|sub_1|1|friendly']);
  });

  it.each([
    [192, true],
    [193, false],
    [0, false],
  ])('takes a tag of %i bytes: %s', (length, taken) => {
    const attempt = () => tagValue('k'.repeat(length));

    if (taken) expect(attempt()).toHaveLength(256);
    else expect(attempt).toThrow(expect.objectContaining({ name: 'BadInput' }));
  });
});
