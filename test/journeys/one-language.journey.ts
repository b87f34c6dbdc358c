import { describe, expect, it } from '@jest/globals';
import type { World } from '../../local/world/world.ts';
import { acme, pass, renew, withCharges, worldWith } from './world.ts';

/** A German account whose reader lives in Tokyo: the words stay English, the dates are the reader's. */
const abroad = async (): Promise<World> => {
  const [ada] = acme.contacts;
  const contacts = [{ ...ada, email: 'ada@acme.test', role: 'owner', zone: 'Asia/Tokyo', locale: 'de-DE' } as const];
  const world = await worldWith({ ...withCharges('insufficient_funds'), zone: 'Europe/Berlin', contacts });
  await world.ports.rows.update({ pk: 'A#acme', sk: 'ACCOUNT' }, { set: [['locale', 'de-DE']] });
  renew(world);
  await pass(world, { days: 15 });
  return world;
};

describe('the mails of a reader whose language is not written yet', () => {
  it('are in one language, words, dates and money alike', async () => {
    const { mails } = (await abroad()).mailbox;

    expect(mails.length).toBeGreaterThan(3);
    for (const { html, text, subject } of mails) {
      expect(html).toMatch(/<html[^>]* lang="en"/);
      expect(text).not.toMatch(/\d,\d\d\s?[$€]|Freitag|Dienstag|\d\. (November|Februar)/);
      expect(`${subject} ${text}`).not.toMatch(/day, \d/);
    }
    expect(mails[0]?.text).toContain('$49.00');
  });

  it('are dated in the zone of their reader, with the year only where it is another one', async () => {
    const { mails } = (await abroad()).mailbox;
    const words = mails.map(({ subject, text }) => `${subject} ${text}`);

    // 15:00 in London is past midnight in Tokyo: day 14 is a Wednesday there.
    expect(words.find((text) => text.includes('pause your account on'))).toContain('Wednesday 25 November');
    expect(words.find((text) => text.includes('at least until'))).toContain('Tuesday 23 February 2027');
  });
});
