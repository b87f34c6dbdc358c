import { describe, expect, it } from '@jest/globals';
import { withGaps } from '../../../lambdas/messaging/missing-fact.ts';
import { compileHtml, compileText } from '../../../lambdas/messaging/template-engine.ts';

const print = (source: string, facts: unknown, compile = compileText) =>
  compile(source)(withGaps(facts, 'journey/step'));

const escaped = (source: string, facts: unknown) => print(source, facts, compileHtml);

describe('the template engine', () => {
  it.each([
    ['{{#if a}}yes{{else}}no{{/if}}', { a: 'x' }, 'yes'],
    ['{{#if a}}yes{{else}}no{{/if}}', { a: null }, 'no'],
    ['{{#if a}}yes{{else}}no{{/if}}', { a: false }, 'no'],
    ['{{#if a}}yes{{else}}no{{/if}}', { a: [] }, 'no'],
    ['{{#if a}}yes{{else}}no{{/if}}', { a: 0 }, 'no'],
    ['{{#is a "x"}}yes{{else}}no{{/is}}', { a: 'x' }, 'yes'],
    ['{{#is a "x"}}yes{{else}}no{{/is}}', { a: 'y' }, 'no'],
    ['{{#many a}}yes{{else}}no{{/many}}', { a: [1] }, 'no'],
    ['{{#many a}}yes{{else}}no{{/many}}', { a: [1, 2] }, 'yes'],
    ['{{#each a}}{{b}};{{/each}}', { a: [{ b: 1 }, { b: 2 }] }, '1;2;'],
    ['{{planWords a}}', { a: 'Team' }, 'Team plan'],
    ['{{planWords a}}', { a: 'Family Plan' }, 'Family Plan'],
    ['{{planWords a}}', { a: 'subscription' }, 'subscription'],
    ['{{whose a}}', { a: 'Acme Ltd' }, "Acme Ltd's"],
    ['{{whose a}}', { a: 'Brown & Sons' }, "Brown & Sons'"],
  ])('fills %s from %j', (source, facts, expected) => {
    expect(print(source, facts)).toBe(expected);
  });

  it.each([
    ['a null', '{{a.b}}', { a: { b: null } }, 'a.b'],
    ['something inside a null', '{{a.b}}', { a: null }, 'a'],
    ['a null in a list', '{{#each a}}{{b}}{{/each}}', { a: [{ b: null }] }, 'a.0.b'],
    ['a null in words', '{{whose a}}', { a: null }, 'a'],
  ])('throws for %s that is printed, in both kinds of part', (_, source, facts, fact) => {
    const failure = expect.objectContaining({ name: 'MissingFact', template: 'journey/step', fact });

    expect(() => print(source, facts)).toThrow(failure);
    expect(() => print(source, facts, compileHtml)).toThrow(failure);
  });

  it('escapes what its words are made of', () => {
    expect(escaped('{{whose a}} {{planWords b}}', { a: '<b>', b: '<i>' })).toBe('&lt;b&gt;&#x27;s &lt;i&gt; plan');
  });

  it('throws for a name nobody gave', () => {
    expect(() => print('{{a}}', {})).toThrow('"a" not defined in');
  });

  it.each(['{{#with a}}x{{/with}}', '{{#unless a}}x{{/unless}}', '{{lookup a 0}}', '{{log a}}'])(
    'refuses %s',
    (source) => {
      expect(() => print(source, { a: [1] })).toThrow();
    },
  );
});
