import { describe, expect, it } from '@jest/globals';
import { lintMail } from '../../lambdas/messaging/lints.ts';
import { MissingFact } from '../../lambdas/messaging/missing-fact.ts';
import { renderMail } from '../../lambdas/messaging/render.ts';
import { isMailName, type MailName, mailEntryOf, mailNames } from '../../templates/catalog.ts';
import { type Facts, frame, links, pathsOf, sampleOf, without } from './world.ts';

const recoveryMails = mailNames.filter((name) => mailEntryOf(name).journey === 'payment-recovery');

const render = (name: MailName, changes: Facts = {}) => renderMail(name, sampleOf(name, changes), frame);

const several = {
  amounts: [
    { amount: '¥4,900', label: 'invoice NB-1042 of 10 November' },
    { amount: '¥4,900', label: 'invoice NB-1077 of 17 November' },
  ],
  total: '¥9,800',
};

const ofTwoPlans = {
  amounts: [
    { amount: '$49.00', label: 'Team plan, invoice NB-1042 of 10 November' },
    { amount: '€19.00', label: 'Solo plan, invoice NB-1077 of 17 November' },
  ],
  total: '$49.00',
  together: '$49.00 and €19.00',
};

const choices: Record<string, readonly unknown[]> = {
  name: ['Ada', null],
  owner: ['Sam Okafor', null],
  card: [{ brand: 'Visa', last4: '4242' }, null],
  nextAttempt: ['Friday 13 November', null],
  valueAtRisk: ['your 12 open projects', null],
  tone: ['plain', 'soft', 'neutral'],
  ask: ['card', 'confirm'],
  after: ['renewal', 'trial'],
  promise: ['offered', 'none'],
  oldInvoice: ['void', 'collect'],
  resumed: [true, false],
  offerBackup: ['yes', 'no'],
  expired: [true, false],
  price: ['$49.00', null],
};

/** Every combination of what a mail's text turns on. */
function variantsOf(name: MailName): Facts[] {
  const sample = sampleOf(name);
  const turning = Object.entries(choices).filter(([fact]) => fact in sample);
  return turning.reduce<Facts[]>(
    (made, [fact, values]) => made.flatMap((facts) => values.map((value) => ({ ...facts, [fact]: value }))),
    'amounts' in sample ? [sample, { ...sample, ...several }, { ...sample, ...ofTwoPlans }] : [sample],
  );
}

const everyVariant = recoveryMails.flatMap((name) => variantsOf(name).map((facts) => ({ name, facts })));

describe.each(recoveryMails)('%s', (name) => {
  it('renders its sample', () => {
    const mail = render(name);

    expect(mail.text).toContain("Acme Ltd's Team plan");
    expect(mail.text).toContain('$49.00');
    expect(mail.html).toContain('$49.00');
  });

  it('passes every lint in every variant of its facts', () => {
    const found = variantsOf(name).flatMap((facts) => lintMail(name, renderMail(name, facts, frame), links));

    expect(found).toEqual([]);
  });

  it('says in the HTML part what it says in the text part', () => {
    for (const facts of variantsOf(name)) {
      const { html, text } = renderMail(name, facts, frame);
      const seen = wordsOf(html.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' '));

      const missing = text.split('\n').filter((line) => /^[A-Z$¥-].*[.]$/.test(line) && !seen.includes(wordsOf(line)));
      expect(missing).toEqual([]);
    }
  });

  // These came later: a mail that was queued before them is still sent.
  const younger = ['together', 'offerBackup', 'promise'];
  it.each(pathsOf(sampleOf(name)).filter((path) => !younger.includes(path)))(
    'refuses to be written without %s',
    (path) => {
      const attempt = () => renderMail(name, without(sampleOf(name), path), frame);

      expect(attempt).toThrow(expect.objectContaining({ name: 'MissingFact', template: name, fact: path }));
    },
  );

  it('is dark-mode safe, narrow-screen safe and free of pictures and foreign addresses', () => {
    const { html } = render(name);

    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('lang="en"');
    expect(html).not.toMatch(/<img|@import|fonts\.googleapis/);
  });
});

/** Letters and figures only: quotes are escaped in HTML, spaces fold. */
const wordsOf = (text: string): string => text.replace(/&#x27;|&amp;|[^\p{L}\p{N}]/gu, '');

describe('payment recovery mails', () => {
  it('cover every template of the journey, with the reminder of the card scan', () => {
    expect(recoveryMails).toHaveLength(8);
    expect(isMailName('payment-recovery/card-expiring')).toBe(true);
  });

  it('never give a reason that could point to the person, in any variant', () => {
    const texts = everyVariant.map(({ name, facts }) => JSON.stringify(renderMail(name, facts, frame)));

    expect(texts.filter((text) => /\b(lost|stolen|fraud|risk|suspicious|blocked)\b/i.test(text))).toEqual([]);
  });

  it('speak of no pause to somebody whose trial has ended, and of no trial to a customer', () => {
    const told = (after: string) =>
      everyVariant
        .filter(({ facts }) => facts.after === after)
        .map(({ name, facts }) => JSON.stringify(renderMail(name, facts, frame)));

    expect(told('trial').filter((text) => /paus/i.test(text))).toEqual([]);
    expect(told('renewal').filter((text) => /trial/i.test(text))).toEqual([]);
    expect(told('trial').length).toBeGreaterThan(100);
  });

  it('promise an attempt only when one is planned', () => {
    const unplanned = everyVariant.filter(({ facts }) => facts.nextAttempt === null || !('nextAttempt' in facts));
    const texts = unplanned
      .map(({ name, facts }) => renderMail(name, facts, frame))
      .map((mail) => `${mail.preheader} ${mail.text}`);

    expect(texts.filter((text) => /\btry (again|it again|once more)/i.test(text))).toEqual([]);
  });

  it.each([
    ['payment-recovery/friendly', "We'll try again on Friday 13 November."],
    ['payment-recovery/urgent', "We'll try again on Friday 13 November."],
    ['payment-recovery/last-attempt', "Before that we'll try once more, on Friday 13 November."],
  ] as const)('name the planned attempt in %s', (name, sentence) => {
    expect(render(name, { nextAttempt: 'Friday 13 November' }).text).toContain(sentence);
  });

  it.each([
    ['payment-recovery/urgent', 'card', links.updateCard, links.pay],
    ['payment-recovery/urgent', 'confirm', links.pay, links.updateCard],
    ['payment-recovery/last-attempt', 'card', links.updateCard, links.pay],
    ['payment-recovery/last-attempt', 'confirm', links.pay, links.updateCard],
  ] as const)('lead %s with ask "%s" to the page that settles it', (name, ask, wanted, other) => {
    const { text } = render(name, { ask });

    expect(text).toContain(wanted);
    expect(text).not.toContain(other);
  });

  it.each(['urgent', 'last-attempt', 'paused', 'card-needed', 'authenticate'])(
    'offer to cancel in the soft %s only',
    (step) => {
      const name = `payment-recovery/${step}`;
      if (!isMailName(name)) throw new Error(name);

      expect(render(name, { tone: 'soft' }).text).toContain(links.cancel);
      expect(render(name, { tone: 'plain' }).text).not.toContain(links.cancel);
      expect(render(name, { tone: 'neutral' }).text).not.toContain(links.cancel);
    },
  );

  it('name what is at stake when it is known, else the plan', () => {
    expect(render('payment-recovery/urgent').text).toContain(
      'lose access to your 12 open projects and the Monday report to six people.',
    );
    expect(render('payment-recovery/urgent', { valueAtRisk: null }).text).toContain(
      'lose access to what you have set up in the Team plan.',
    );
  });

  it.each(['friendly', 'urgent', 'last-attempt'])('does not speak of a card in %s when none is known', (step) => {
    const name = `payment-recovery/${step}`;
    if (!isMailName(name)) throw new Error(name);
    const cardless = variantsOf(name).filter((facts) => facts.card === null || !('card' in facts));
    const mails = cardless.map((facts) => renderMail(name, facts, frame));
    const seen = mails.map(({ preheader, text, html }) => `${preheader} ${text} ${html.replace(/<[^>]+>/g, ' ')}`);

    expect(seen.flatMap((words) => words.replace(/https:\S+/g, '').match(/.{0,40}\bcard\b/) ?? [])).toEqual([]);
  });

  it('give the usual reason in the friendly mail where a card was declined, and none where it was no card', () => {
    const usual = 'This usually happens when a card has expired';

    expect(render('payment-recovery/friendly').text).toContain(usual);
    expect(render('payment-recovery/friendly', { card: null }).text).toContain("plan didn't go through.\n");
  });

  it('list the open amounts only when there are several', () => {
    const one = render('payment-recovery/friendly').text;
    const two = render('payment-recovery/friendly', several).text;

    expect(one).not.toContain('This is what is open');
    expect(two).toContain('- ¥4,900, invoice NB-1042 of 10 November\n- ¥4,900, invoice NB-1077 of 17 November\n');
    expect(two).toContain('the payment of ¥9,800');
    expect(two).not.toContain('Together');
    expect(render('payment-recovery/friendly', ofTwoPlans).text).toContain('Together that is $49.00 and €19.00.');
  });

  it('say in the paused mail that all is saved, until when, what resuming costs and how', () => {
    const { subject, text } = render('payment-recovery/paused');

    expect(subject).toBe('Your Team plan is paused. Everything is saved.');
    expect(text).toContain('we keep it at least until Monday 22 February 2027.');
    expect(text).toContain(
      "Resuming costs $49.00. Once that is paid, the open $49.00 is cancelled: you don't pay it on top.",
    );
    expect(text).toContain(links.resume);
  });

  it('promise no deletion, which nothing carries out by itself', () => {
    const promised = everyVariant.flatMap(
      ({ name, facts }) => renderMail(name, facts, frame).text.match(/[^.]*\b(?:delet|eras|remov)[^.]*\./gi) ?? [],
    );

    expect(promised.length).toBeGreaterThan(0);
    expect(promised.filter((sentence) => !/nothing is deleted|deletes nothing/.test(sentence))).toEqual([]);
  });

  it('thank for a payment, name it, and ask for nothing', () => {
    const { subject, text, html } = render('payment-recovery/recovered');

    expect(subject).toBe('Thank you, your payment of $49.00 has arrived');
    expect(text).toContain("There's nothing more for you to do.");
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(text).toContain(links.backupCard);
    expect(render('payment-recovery/recovered', { offerBackup: 'no' }).html).not.toContain('<a ');
  });

  it('are signed by the person who owns the account, else by the sender', () => {
    expect(render('payment-recovery/friendly').text).toContain('Sam Okafor\nNorthbeam\n\n--\n');
    expect(render('payment-recovery/friendly', { owner: null }).text).toContain('reads it.\n\nNorthbeam\n\n--\n');
  });

  it('invite a reply only where one is read', () => {
    const { replyTo: _, ...unread } = frame;

    expect(renderMail('payment-recovery/friendly', sampleOf('payment-recovery/friendly'), unread).text).not.toContain(
      'reply',
    );
  });

  it('read, in the friendly one, from greeting to footer like this', () => {
    expect(render('payment-recovery/friendly').text.split('\n\n')).toEqual([
      'Hi Ada,',
      "A heads-up: the payment of $49.00 for Acme Ltd's Team plan didn't go through on the Visa card ending in 4242. This usually happens when a card has expired or the bank has put a temporary hold on it.",
      `We'll try again on Friday 13 November. If the card works by then, there's nothing for you to do. If it needs replacing, or you would rather use another one, you can change it here:\n${links.updateCard}`,
      `If another day would suit you better, say which one, and we won't try before it:\n${links.promiseDate}`,
      'Nothing changes in your account in the meantime.',
      'Any questions? Just reply to this email; a person reads it.',
      'Sam Okafor\nNorthbeam',
      "--\nYou get this email because it is about the payment for Acme Ltd. It isn't advertising.\nNorthbeam, 12 Quay Street, Bristol BS1 4DB, United Kingdom\n",
    ]);
  });

  it('need their links', () => {
    const linkless = { ...frame, links: {} };
    const attempt = () => renderMail('payment-recovery/paused', sampleOf('payment-recovery/paused'), linkless);

    expect(attempt).toThrow(MissingFact);
    expect(attempt).toThrow('links.resume');
  });
});
