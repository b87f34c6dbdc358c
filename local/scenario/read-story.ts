import * as z from 'zod';
import { countryZone } from '../../lambdas/kernel/calendar.ts';
import { ConfigError, mergeConfig, type RetentionConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { after, type Instant, parseInstant } from '../../lambdas/kernel/instant.ts';
import example from '../../retention.config.ts';
import { accountSchema, type StoryAccount } from './account-schema.ts';
import { StoryError, sentencesOf } from './mistakes.ts';
import { type Step, stepSchemas } from './step-schema.ts';
import { spanMs, whenOf } from './when.ts';

const storySchema = z.strictObject({
  name: z.string().default('a story'),
  start: z.string(),
  days: z.number().positive().max(3660).optional(),
  until: z.string().optional(),
  seed: z.number().int().default(1),
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

/** @throws StoryError for text that is not JSON */
export function parseStory(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new StoryError([`the story is not JSON: ${why}`]);
  }
}

/** @throws StoryError naming every mistake found */
export function readStory(raw: unknown): Story {
  const mistakes: string[] = [];
  const parsed = storySchema.safeParse(raw);
  if (!parsed.success) mistakes.push(...sentencesOf(parsed.error.issues, []));
  const listed = z.looseObject({ story: z.array(z.unknown()) }).safeParse(raw);
  const steps = (listed.success ? listed.data.story : []).map((step, index) => readStep(step, index, mistakes));
  if (!parsed.success) throw new StoryError(mistakes);
  const { data } = parsed;
  const start = instantAt('start', mistakes, () => parseInstant(data.start));
  const end = start && instantAt('until', mistakes, () => endOf(data, start));
  const input = mergeConfig(mergeConfig(example, { mode: { default: 'live' } }), data.config);
  const config = configOf(input, 'config', mistakes);
  if (config === undefined || start === undefined || end === undefined || mistakes.length > 0)
    throw new StoryError(mistakes);
  const accounts = new Map(data.accounts.map((account) => [account.id, account]));
  const due = steps.flatMap((step, index) => {
    if (step === undefined) return [];
    const id = 'account' in step ? step.account : undefined;
    const account = id === undefined ? undefined : accounts.get(id);
    if (id !== undefined && account === undefined)
      mistakes.push(`story[${index}].account: got "${id}", allowed is ${[...accounts.keys()].join(', ')}`);
    const zone = account?.timezone ?? countryZone(account?.country ?? '') ?? config.company.zone;
    return timesOf(step, { index, start, end, zone }, mistakes);
  });
  if (mistakes.length > 0) throw new StoryError(mistakes);
  return { name: data.name, start, end, seed: data.seed, input, config, accounts: data.accounts, steps: due };
}

function endOf({ until, days }: z.infer<typeof storySchema>, start: Instant): Instant {
  if (until !== undefined && days !== undefined) throw new RangeError('set "days" or "until", not both');
  if (until === undefined && days === undefined) throw new RangeError('set "days" or "until", the story has no end');
  const end =
    until === undefined ? after(start, { milliseconds: Math.round((days ?? 0) * 86_400_000) }) : parseInstant(until);
  if (end < start) throw new RangeError(`got "${until}", which is before the start`);
  return end;
}

function readStep(step: unknown, index: number, mistakes: string[]): Step | undefined {
  const named = z.looseObject({ do: z.string() }).safeParse(step);
  const schema = named.success && Object.hasOwn(stepSchemas, named.data.do) ? stepSchemas[named.data.do] : undefined;
  if (schema === undefined) {
    const got = named.success ? JSON.stringify(named.data.do) : 'nothing';
    mistakes.push(`story[${index}].do: got ${got}, known are ${Object.keys(stepSchemas).join(', ')}`);
    return undefined;
  }
  const parsed = schema.safeParse(step);
  if (!parsed.success) mistakes.push(...sentencesOf(parsed.error.issues, ['story', index]));
  return parsed.data;
}

interface Place {
  readonly index: number;
  readonly start: Instant;
  readonly end: Instant;
  readonly zone: string;
}

/** A step with `every` and neither `count` nor `until` goes on to the story's end. */
function timesOf(step: Step, { index, start, end, zone }: Place, mistakes: string[]): DueStep[] {
  const read = (field: string, text: string) =>
    instantAt(`story[${index}].${field}`, mistakes, () => whenOf(text, start, zone));
  const first = read('at', step.at);
  if (first === undefined) return [];
  if (first < start) mistakes.push(`story[${index}].at: got "${step.at}", which is before the start`);
  if (step.every === undefined) return [{ index, due: first, step }];
  const every = spanMs(step.every);
  if (every < 1000) mistakes.push(`story[${index}].every: got "${step.every}", allowed is one second or more`);
  if (mistakes.length > 0) return [];
  const last = step.until === undefined ? end : read('until', step.until);
  if (last === undefined) return [];
  const most = step.count ?? Number.POSITIVE_INFINITY;
  const due: DueStep[] = [];
  for (let time = 0; time < most && first + time * every <= last; time++)
    due.push({ index, due: after(first, { milliseconds: time * every }), step });
  return due;
}

function instantAt(path: string, mistakes: string[], read: () => Instant): Instant | undefined {
  try {
    return read();
  } catch (error) {
    mistakes.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

export function configOf(input: unknown, path: string, mistakes: string[]): RetentionConfig | undefined {
  try {
    return resolveConfig(input);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    mistakes.push(...error.message.split('\n').map((line) => `${path}.${line}`));
    return undefined;
  }
}
