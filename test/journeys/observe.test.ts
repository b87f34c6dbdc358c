import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mergeConfig } from '../../lambdas/kernel/config/index.ts';
import { playStory } from '../../local/scenario/play.ts';
import { parseStory } from '../../local/scenario/read-story.ts';

const folder = new URL('./stories/', import.meta.url);
const stories = readdirSync(folder).filter((file) => file.endsWith('.json'));

const inMode = (file: string, mode: string): object => {
  const story = Object(parseStory(readFileSync(new URL(file, folder), 'utf8')));
  return { ...story, config: mergeConfig(story.config ?? {}, { mode: { default: mode, 'payment-recovery': mode } }) };
};

/** Everything that reaches the outside is a write; reads may be as many as they like. */
const writes = (calls: readonly { readonly method: string; readonly path: string }[]): string[] =>
  calls.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);

describe('every story in observe (invariant 11)', () => {
  it.each(stories)('%s changes nothing at Stripe and sends nothing', async (file) => {
    const report = await playStory(inMode(file, 'observe'));

    expect(writes(report.stripeCalls)).toEqual([]);
    expect(report.emails).toEqual([]);
    expect(report.charges.filter(({ actor }) => actor === 'us')).toEqual([]);
  });

  it.each(stories)('%s, played live, does leave traces outside, so the test above can fail', async (file) => {
    const report = await playStory(inMode(file, 'live'));

    expect(writes(report.stripeCalls).length + report.emails.length).toBeGreaterThan(0);
  });
});
