import { playStory } from '../scenario/play.ts';
import type { Report } from '../scenario/report.ts';
import type { PastFailure } from './failures.ts';
import type { Past } from './history.ts';
import { storyOf } from './story-of.ts';

/** One customer's past, played under today's configuration. */
export interface Replayed {
  readonly account: string;
  readonly story: object;
  readonly failures: readonly PastFailure[];
  readonly report: Report;
}

export async function replay(past: Past, failures: readonly PastFailure[]): Promise<Replayed> {
  const story = storyOf(past, failures);
  return { account: past.account.account, story, failures, report: await playStory(story) };
}
