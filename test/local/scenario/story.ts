import { StoryError } from '../../../local/scenario/mistakes.ts';
import { playStory } from '../../../local/scenario/play.ts';
import type { Report } from '../../../local/scenario/report.ts';

export const account = (more: object = {}, charges: readonly unknown[] = ['processing_error']): object => ({
  id: 'acme',
  name: 'Acme Ltd',
  timezone: 'America/New_York',
  since: '2026-01-10',
  contacts: [{ email: 'ada@acme.test', name: 'Ada Byron', role: 'owner', locale: 'de' }],
  stripe: { cards: [{ id: 'pm_1', brand: 'visa', fingerprint: 'fp_1', charges }] },
  ...more,
});

export const renewal = { at: 'T', do: 'renewal', account: 'acme', invoice: 'in_1' };

/** A story of one account, 10:00 in New York on a Tuesday at T. */
export const story = (steps: readonly unknown[], more: object = {}): object => ({
  start: '2026-11-10T15:00:00Z',
  days: 2,
  accounts: [account()],
  story: steps,
  ...more,
});

export const play = (steps: readonly unknown[], more: object = {}): Promise<Report> => playStory(story(steps, more));

export async function mistakesOf(raw: unknown): Promise<readonly string[]> {
  try {
    await playStory(raw);
  } catch (error) {
    if (error instanceof StoryError) return error.mistakes;
    throw error;
  }
  throw new Error('the story was played, a mistake was expected');
}

const short = (at: string): string => at.slice(5, 19);

export const charges = ({ charges: all }: Report): string[] =>
  all.map(({ at, actor, outcome }) => `${short(at)} ${actor} ${outcome}`);

export const mails = ({ emails }: Report): string[] =>
  emails.map(({ at, template }) => `${short(at)} ${template?.split('/')[1]}`);

export const rows = ({ timeline }: Report, kind: string) => timeline.filter((entry) => entry.kind === kind);

export const notes = (report: Report): unknown[] => rows(report, 'note').map(({ text }) => text);
