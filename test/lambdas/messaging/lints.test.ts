import { describe, expect, it } from '@jest/globals';
import { lintMail } from '../../../lambdas/messaging/lints.ts';
import { type RenderedMail, renderMail } from '../../../lambdas/messaging/render.ts';
import { frame, links, sampleOf } from '../../templates/world.ts';

const friendly = 'payment-recovery/friendly';
const good = renderMail(friendly, sampleOf(friendly), frame);
const rulesOf = (changes: Partial<RenderedMail>) =>
  lintMail(friendly, { ...good, ...changes }, links).map(({ rule }) => rule);
const withText = (words: string) => ({ text: `${words}\n${good.text}` });

describe('lintMail', () => {
  it('lets a good mail pass', () => {
    expect(rulesOf({})).toEqual([]);
  });

  it.each([
    ['leftover placeholder', 'Hi {{name}},'],
    ['leftover placeholder', 'Hi [name],'],
    ['broken value', 'You owe undefined.'],
    ['broken value', 'You owe NaN.'],
    ['broken value', 'You owe [object Object].'],
    ['broken value', 'Due on Invalid Date.'],
    ['churn talk', 'Your health score fell.'],
    ['churn talk', 'You look at-risk.'],
    ['watching', "You haven't logged in for a week."],
    ['watching', 'You have not logged in for a week.'],
    ['false urgency', 'Act now.'],
    ['false urgency', 'This is your last chance.'],
    ['decline reason', 'Your card was reported stolen.'],
    ['decline reason', 'The bank suspects fraudulent use.'],
    ['offer in service mail', 'Here is 20% off.'],
    ['offer in service mail', 'Take a discount.'],
  ])('finds %s in "%s"', (rule, words) => {
    expect(rulesOf(withText(words))).toEqual([rule]);
  });

  it.each(['Your bank sets the rules.', 'We kept the nullable column.', 'The last try was on Monday.'])(
    'has nothing against "%s"',
    (words) => {
      expect(rulesOf(withText(words))).toEqual([]);
    },
  );

  it('does not read addresses of links as words', () => {
    expect(rulesOf(withText('https://app.northbeam.test/churn/null'))).toEqual([]);
  });

  it.each([
    [78, []],
    [79, ['subject length']],
    [0, ['subject length']],
  ])('judges a subject of %i characters', (length, expected) => {
    expect(rulesOf({ subject: 'x'.repeat(length) })).toEqual(expected);
  });

  it.each([
    ['an empty preheader', { preheader: '' }, 'empty preheader'],
    ['a subject on two lines', { subject: 'Hello\nBcc: x@evil.test' }, 'line break in subject'],
    ['an empty text part', { text: ' \n' }, 'empty text part'],
    ['a text of two pages', { text: `${'word '.repeat(351)}\n${good.text}` }, 'longer than one page'],
    ['a huge HTML part', { html: `${good.html}<!-- ${'x'.repeat(100_000)} -->` }, 'over 100 KB'],
    [
      'a picture without alt text',
      { html: `${good.html}<img src="https://northbeam.test/a.png">` },
      'image without alt text',
    ],
    ['an empty link', { html: `${good.html}<a href="">here</a>` }, 'empty or odd link'],
    ['a script as link', { html: `${good.html}<a href="javascript:x">here</a>` }, 'empty or odd link'],
    ['a second button', { html: `${good.html}<table class="button"></table>` }, 'one button'],
    [
      'a text part without the link',
      { text: good.text.replace(links.updateCard, '') },
      'link missing in the text part',
    ],
  ])('finds %s', (_, changes, rule) => {
    expect(rulesOf(changes)).toContain(rule);
  });

  it('finds a button that leads elsewhere', () => {
    const other = { ...links, updateCard: 'https://billing.northbeam.test/l/other' };

    expect(lintMail(friendly, good, other).map(({ rule }) => rule)).toContain('button without its link');
  });
});
