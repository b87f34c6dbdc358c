import { describe, expect, it } from '@jest/globals';
import { lintMail } from '../../lambdas/messaging/lints.ts';
import { renderMail } from '../../lambdas/messaging/render.ts';
import { kindWords, taskKinds } from '../../lambdas/tasks/kinds.ts';
import { type Facts, frame, links, pathsOf, sampleOf, without } from './world.ts';

const name = 'internal/task';
const render = (changes: Facts = {}) => renderMail(name, sampleOf(name, changes), frame);
const news = ['new', 'again', 'overdue', 'assigned'] as const;

const variants = Object.keys(taskKinds).flatMap((kind) =>
  news.flatMap((one) =>
    [{ by: null, facts: [] }, { by: 'sam@northbeam.test' }].map((more) => ({ ...kindWords(kind), news: one, ...more })),
  ),
);

describe('the mail about a task', () => {
  it.each([
    ['new', 'Write to the customer personally about an open payment', 'Something about Acme Ltd needs you.'],
    ['again', 'Reminder: Write to the customer', 'You asked to be reminded of this about Acme Ltd.'],
    ['overdue', 'Overdue: Write to the customer', 'is past its deadline and still open'],
    ['assigned', 'For you: Write to the customer', 'Somebody handed this about Acme Ltd to you.'],
  ])('says why it comes: %s', (one, subject, words) => {
    const mail = render({ news: one });

    expect(mail.subject).toContain(subject);
    expect(mail.text).toContain(words);
    expect(mail.html).toContain(words);
  });

  it('says what, why, by when, the facts, and leads to each answer in both parts', () => {
    const { text, html } = render({ by: 'sam@northbeam.test', news: 'assigned' });

    for (const part of [
      'has failed several times',
      'Write or call, in your own words',
      'By: Wednesday 11 November, 10:00',
      'Still open: $590.00',
      'sam@northbeam.test handed this',
      'recorded under your name',
    ])
      expect([text.includes(part), html.includes(part)]).toEqual([true, true]);
    for (const part of ['', '#done', '#snooze', '#not-a-fit', '#assign']) {
      expect(text).toContain(`${links.task}${part}`);
      expect(html).toContain(`href="${links.task.replaceAll('=', '&#x3D;')}${part}"`);
    }
  });

  it('passes every lint for every kind of task', () => {
    const found = variants.flatMap((facts) => lintMail(name, render(facts), links));

    expect(found).toEqual([]);
  });

  it('tells our own people what a customer is not told', () => {
    expect(render({ ...kindWords('review_risk') }).text).toContain('called the charge fraudulent');
  });

  it.each(pathsOf(sampleOf(name)).filter((path) => path !== 'facts'))('is not written without %s', (path) => {
    const attempt = () => renderMail(name, without(sampleOf(name), path), frame);

    expect(attempt).toThrow(expect.objectContaining({ name: 'MissingFact', fact: path }));
  });

  it.each([
    ['some_later_kind', 'Some later kind'],
    ['constructor', 'Constructor'],
  ])('knows a word for a kind it has never heard of: %s', (kind, what) => {
    expect(kindWords(kind).what).toBe(what);
  });
});
