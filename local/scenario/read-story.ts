import * as z from 'zod';
import { mergeConfig, type RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import { after, type Instant, parseInstant } from '../../lambdas/kernel/instant.ts';
import example from '../../retention.config.ts';
import { accountSchema, type StoryAccount } from './account-schema.ts';
import { configOf, configsOf } from './configs.ts';
import { duplicatesIn } from './duplicates.ts';
import { meant, StoryError, sentencesOf } from './mistakes.ts';
import { mistakesIn } from './references.ts';
import { type Step, stepSchemas } from './step-schema.ts';
import { instantAt, timesOf } from './times.ts';

const storySchema = z.strictObject({
  name: z.string().default('a story'),
  start: z.string(),
  days: z.number().positive().max(3660).optional(),
  until: z.string().optional(),
  seed: z.int({ error: 'a whole number' }).default(1),
  config: z.record(z.string(), z.unknown()).default({}),
  accounts: z.array(accountSchema).min(1),
  story: z.array(z.unknown()),
});

export interface DueStep {
  readonly index: number;
  readonly due: Instant;
  readonly step: Step;
}

export interface Story {
  readonly name: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly seed: number;
  readonly input: unknown;
  readonly config: RetentionConfig;
  readonly accounts: readonly StoryAccount[];
  /** In file order; a repeated step stands here once per time. */
  readonly steps: readonly DueStep[];
}

export { parseStory } from './parse-story.ts';

/** @throws StoryError naming every mistake found; nothing is played before all of it was read */
export function readStory(raw: unknown): Story {
  const mistakes: string[] = [];
  const parsed = storySchema.safeParse(raw);
  if (!parsed.success) mistakes.push(...sentencesOf(parsed.error.issues, storySchema, raw));
  const steps = stepsIn(raw).map((step, index) => readStep(step, index, raw, mistakes));
  if (!parsed.success || mistakes.length > 0) throw new StoryError(mistakes);
  const { data } = parsed;
  const frame = frameOf(data, mistakes);
  if (frame === undefined || mistakes.length > 0) throw new StoryError(mistakes);
  mistakes.push(...duplicatesIn(data.accounts));
  const due = steps.flatMap((step, index) => {
    if (step === undefined) return [];
    mistakes.push(...mistakesIn(step, index, data.accounts));
    return timesOf(step, { ...frame, index, accounts: data.accounts }, mistakes);
  });
  configsOf(due, frame.input, mistakes);
  if (mistakes.length > 0) throw new StoryError(mistakes);
  return { name: data.name, seed: data.seed, accounts: data.accounts, steps: due, ...frame };
}

type Frame = Pick<Story, 'start' | 'end' | 'input' | 'config'>;

/** Stories act by default, whatever the user's own file says; `config` has the last word. */
function frameOf(data: z.infer<typeof storySchema>, mistakes: string[]): Frame | undefined {
  const start = instantAt('start', mistakes, () => parseInstant(data.start));
  const end = start && instantAt('until', mistakes, () => endOf(data, start));
  const input = mergeConfig(mergeConfig(example, { mode: { default: 'live' } }), data.config);
  const config = configOf(input, 'config', mistakes);
  return start && end && config && { start, end, input, config };
}

function endOf({ until, days }: z.infer<typeof storySchema>, start: Instant): Instant {
  if (until !== undefined && days !== undefined) throw new RangeError('set "days" or "until", not both');
  if (until === undefined && days === undefined) throw new RangeError('set "days" or "until", the story has no end');
  const end =
    until === undefined ? after(start, { milliseconds: Math.round((days ?? 0) * 86_400_000) }) : parseInstant(until);
  if (end < start) throw new RangeError(`got "${until}", which is before the start`);
  if (end > after(start, { days: 3660 })) throw new RangeError(`got "${until}", which is more than 3660 days later`);
  return end;
}

function stepsIn(raw: unknown): unknown[] {
  const listed = z.looseObject({ story: z.array(z.unknown()) }).safeParse(raw);
  return listed.success ? listed.data.story : [];
}

function readStep(step: unknown, index: number, raw: unknown, mistakes: string[]): Step | undefined {
  const named = z.looseObject({ do: z.string() }).safeParse(step);
  const known = Object.keys(stepSchemas);
  const schema = named.success && known.includes(named.data.do) ? stepSchemas[named.data.do] : undefined;
  if (schema === undefined) {
    const typed = named.success ? named.data.do : undefined;
    const got = typed === undefined ? 'nothing' : JSON.stringify(typed);
    mistakes.push(`story[${index}].do: got ${got}, known are ${known.join(', ')}${meant(typed ?? '', known)}`);
    return undefined;
  }
  const parsed = schema.safeParse(step);
  if (!parsed.success) mistakes.push(...wrongIn(parsed.error.issues, schema, index, raw));
  return parsed.data;
}

/** Seen from the root of the story, so that paths and hints read alike everywhere. */
function wrongIn(issues: readonly z.core.$ZodIssue[], schema: z.ZodType, index: number, raw: unknown): string[] {
  const placed = issues.map((issue) => ({ ...issue, path: ['story', index, ...issue.path] }));
  return sentencesOf(placed, z.object({ story: z.array(schema) }), raw);
}
