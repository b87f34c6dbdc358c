import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { playStory } from '../../local/scenario/play.ts';
import type { Report } from '../../local/scenario/report.ts';

const folder = new URL('./stories/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

interface Step {
  readonly do: string;
  readonly target?: string;
}

const told = (name: string): { config?: object; story: readonly Step[] } =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));

/** A charge that is not made meets no fault of its call. */
const isCallsFault = (step: Step): boolean => step.do === 'fault' && step.target === 'stripe';

/** Nobody bounces, clicks or answers a mail that was not sent. */
const reactions = ['mail_event', 'click', 'reply', 'answer', 'unsubscribe'];

const play = (name: string, mode: string): Promise<Report> => {
  const { story, config, ...rest } = told(name);
  const steps = story.filter((step) => !reactions.includes(step.do) && !isCallsFault(step));
  return playStory({ ...rest, story: steps, config: { ...config, mode: { default: mode } } });
};

interface Said {
  readonly at: string;
  readonly account?: unknown;
  readonly template?: unknown;
}

const mailsUntil = (end: string | undefined, rows: readonly object[]): unknown[] =>
  rows
    .map((row) => row as Said)
    .filter(({ at }) => end === undefined || at < end)
    .map(({ at, account, template }) => ({ at, account, template }));

describe.each(names)('the story %s in observe', (name) => {
  it('changes nothing at Stripe, sends nothing and shows no customer a banner', async () => {
    const { stripeCalls, emails, charges, accounts, events } = await play(name, 'observe');

    expect(stripeCalls.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(emails).toEqual([]);
    expect(charges.filter(({ actor }) => actor === 'us')).toEqual([]);
    expect(JSON.stringify(accounts)).not.toMatch(/"banner":"/);
    expect(events.filter(({ type }) => type.startsWith('account.') || type.startsWith('recovery.'))).toEqual([]);
  });

  it('says what live does up to its first own charge, and that it knows nothing from there', async () => {
    const [live, observed] = [await play(name, 'live'), await play(name, 'observe')];
    const first = live.charges.find(({ actor }) => actor === 'us');

    expect(mailsUntil(first?.at, observed.wouldSend)).toEqual(mailsUntil(first?.at, live.emails));
    const unknown = expect.stringContaining('the outcome is unknown');
    const would = first && { at: first.at, invoice: first.invoice, card: first.card, reason: unknown };
    expect(observed.wouldCharge.slice(0, 1)).toMatchObject(would ? [would] : []);
  });
});
