import { describe, expect, it } from '@jest/globals';
import { renderMail } from '../../../lambdas/messaging/render.ts';
import { frame, sampleOf } from '../../templates/world.ts';

const friendly = 'payment-recovery/friendly';

describe('renderMail', () => {
  it('escapes facts in the HTML part and leaves them as they are in text and subject', () => {
    const facts = sampleOf(friendly, { account: 'Salt & <b>Pepper</b>' });
    const { html, text } = renderMail(friendly, facts, { ...frame, company: 'Fish & "Chips"' });

    expect(html).toContain('Salt &amp; &lt;b&gt;Pepper&lt;/b&gt;');
    expect(html).not.toContain('<b>Pepper');
    expect(text).toContain("for Salt & <b>Pepper</b>'s Team plan");
    expect(renderMail(friendly, facts, { ...frame, company: 'Fish & Chips' }).subject).toBe(
      "Your Fish & Chips payment didn't go through",
    );
  });

  it('does not treat a fact as a template', () => {
    const { text } = renderMail(friendly, sampleOf(friendly, { account: '{{links.updateCard}}' }), frame);

    expect(text).toContain("for {{links.updateCard}}'s Team plan");
  });

  it('folds line breaks in facts away from subject and preheader', () => {
    const { subject } = renderMail(friendly, sampleOf(friendly), { ...frame, company: 'North\r\nBcc: x@evil.test' });

    expect(subject).toBe("Your North Bcc: x@evil.test payment didn't go through");
  });

  it.each([
    ['a null where the text needs a word', { plan: null }, 'plan'],
    ['an empty word', { total: '  ' }, 'total'],
    ['an empty list', { amounts: [] }, 'amounts'],
    ['a null inside a list', { amounts: [{ amount: null, label: 'invoice 1' }] }, 'amounts.0.amount'],
    ['a card without its digits', { card: { brand: 'Visa' } }, 'card.last4'],
  ])('names the missing fact for %s', (_, changes, fact) => {
    const attempt = () => renderMail(friendly, sampleOf(friendly, changes), frame);

    expect(attempt).toThrow(
      expect.objectContaining({ name: 'MissingFact', template: friendly, fact, retryable: false }),
    );
  });

  it('names the facts as a whole when there are none', () => {
    expect(() => renderMail(friendly, undefined, frame)).toThrow(expect.objectContaining({ fact: 'facts' }));
  });

  it.each([
    ['a fact the mail does not know', { discount: '20 %' }],
    ['a card number instead of its last digits', { card: { brand: 'Visa', last4: '4242424242424242' } }],
    ['an amount that was not formatted', { total: 4900 }],
  ])('refuses %s', (_, changes) => {
    const attempt = () => renderMail(friendly, sampleOf(friendly, changes), frame);

    expect(attempt).toThrow(expect.objectContaining({ name: 'BadInput' }));
  });

  it('refuses a name that is not in the catalog and lists those that are', () => {
    const attempt = () => renderMail('payment-recovery/freindly', {}, frame);

    expect(attempt).toThrow(
      'there is no mail "payment-recovery/freindly", the catalog has internal/task, payment-recovery/friendly',
    );
  });

  it.each(['', 'javascript:alert(1)', 'https://a b'])('takes "%s" for no link at all', (updateCard) => {
    const attempt = () => renderMail(friendly, sampleOf(friendly), { ...frame, links: { updateCard } });

    expect(attempt).toThrow(expect.objectContaining({ name: 'MissingFact', fact: 'links.updateCard' }));
  });

  it('gives the same bytes for the same facts', () => {
    expect(renderMail(friendly, sampleOf(friendly), frame)).toEqual(renderMail(friendly, sampleOf(friendly), frame));
  });
});
