import { describe, expect, it } from '@jest/globals';
import { maskedLink } from '../../../lambdas/messaging/edited.ts';
import { readApproval } from '../../../local/console/approval-form.ts';

const link = maskedLink('update-card');
const mail = { subject: 'Your payment', text: `Hi Ada\n\nChange it: ${link}\n` };
const form = (of: Record<string, string>) => new URLSearchParams(of);

describe('readApproval', () => {
  it.each<[string, Record<string, string>, object]>([
    ['a drop', { do: 'drop' }, { kind: 'good', approval: { kind: 'drop' } }],
    ['nothing pressed', { subject: 'x', text: 'y' }, { kind: 'wrong' }],
    ['no subject', { do: 'send', subject: ' ', text: mail.text }, { kind: 'wrong' }],
    ['no text', { do: 'send', subject: mail.subject, text: '\r\n' }, { kind: 'wrong' }],
    [
      'what is unchanged but for the line ends of a form',
      { do: 'send', ...mail, text: mail.text.replaceAll('\n', '\r\n') },
      { kind: 'good', approval: { kind: 'send' } },
    ],
    [
      'another subject',
      { do: 'send', ...mail, subject: 'Ours' },
      { kind: 'good', approval: { kind: 'send', edited: { subject: 'Ours' } } },
    ],
    [
      'a text that has lost its link',
      { do: 'send', subject: 'x', text: 'Hi Ada' },
      { kind: 'wrong', why: expect.stringContaining(link) },
    ],
  ])('reads %s', (_name, of, expected) => {
    expect(readApproval(form(of), mail)).toMatchObject(expected);
  });

  it('keeps no edit where nothing was changed', () => {
    expect(readApproval(form({ do: 'send', ...mail }), mail)).toEqual({ kind: 'good', approval: { kind: 'send' } });
  });
});
