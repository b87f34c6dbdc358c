import { describe, expect, it } from '@jest/globals';
import { playStory } from '../../local/scenario/play.ts';

const story = (target: string, from: string, lasts: string): object => ({
  start: '2026-11-10T15:00:00Z',
  days: 6,
  config: { mode: { default: 'live' } },
  accounts: [
    {
      id: 'acme',
      timezone: 'America/New_York',
      since: '2026-01-10',
      contacts: [{ email: 'ada@acme.test', name: 'Ada', role: 'owner' }],
      stripe: {
        customer: 'cus_acme',
        subscription: 'sub_acme',
        cards: [
          { id: 'pm_1', brand: 'visa', fingerprint: 'fp_1', exp: '2028-03', charges: ['processing_error', 'ok'] },
        ],
      },
    },
  ],
  story: [
    { at: 'T', do: 'renewal', account: 'acme', invoice: 'in_1' },
    { at: from, do: 'fault', target, fault: 'error', for: lasts },
  ],
});

/** When our own charge came, in minutes after the outage was over. */
async function charged(target: string, from: string, lasts: string, over: string): Promise<number> {
  const { charges } = await playStory(story(target, from, lasts));
  const own = charges.filter(({ actor }) => actor === 'us');
  expect(own.map(({ outcome }) => outcome)).toEqual(['ok']);
  return (Date.parse(own[0]?.at ?? '') - Date.parse(over)) / 60_000;
}

describe('an outage at the time of a retry', () => {
  it.each([
    ['stripe', 'T+20h', '10h', '2026-11-11T21:00:00Z'],
    ['stripe', 'T+20h', '40h', '2026-11-13T03:00:00Z'],
    ['store', 'T+23h', '12h', '2026-11-12T02:00:00Z'],
  ])(
    'of %s from %s for %s is waited out: the charge comes within minutes of its end, without a person',
    async (target, from, lasts, over) => {
      const minutes = await charged(target, from, lasts, over);

      expect(minutes).toBeGreaterThanOrEqual(0);
      expect(minutes).toBeLessThanOrEqual(20);
    },
  );
});
