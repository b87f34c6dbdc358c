import { countryZone } from '../../lambdas/kernel/calendar.ts';
import { after, type Instant } from '../../lambdas/kernel/instant.ts';
import type { StoryAccount } from './account-schema.ts';
import type { DueStep, Story } from './read-story.ts';
import type { Step } from './step-schema.ts';
import { spanMs, whenOf } from './when.ts';

interface Place extends Pick<Story, 'start' | 'end' | 'config'> {
  readonly index: number;
  readonly accounts: readonly StoryAccount[];
}

/** More repeats of one step than any story needs, and few enough to be held in memory. */
const mostRepeats = 10_000;

/** When a step is due, in its account's zone. With `every` and neither `count` nor `until` it goes on to the story's end. */
export function timesOf(step: Step, place: Place, mistakes: string[]): DueStep[] {
  const { index, start, end } = place;
  const zone = zoneOf(step, place);
  const path = `story[${index}]`;
  const read = (field: string, text: string) =>
    instantAt(`${path}.${field}`, mistakes, () => notBefore(start, whenOf(text, start, zone), text));
  const first = read('at', step.at);
  if (first === undefined) return [];
  if (step.every === undefined) return [{ index, due: first, step }];
  const every = spanMs(step.every);
  if (every < 1000) mistakes.push(`${path}.every: got "${step.every}", allowed is one second or more`);
  const last = step.until === undefined ? end : read('until', step.until);
  if (last === undefined || every < 1000) return [];
  if (last < first && step.until !== undefined)
    mistakes.push(`${path}.until: got "${step.until}", which is before the step's own "at"`);
  const fit = Math.floor((last - first) / every) + 1;
  const times = Math.max(0, Math.min(step.count ?? fit, fit));
  if (times > mostRepeats) {
    mistakes.push(`${path}.every: got "${step.every}", which is ${times} times; allowed are ${mostRepeats}`);
    return [];
  }
  return Array.from({ length: times }, (_, time) => ({
    index,
    due: after(first, { milliseconds: time * every }),
    step,
  }));
}

/** A step without an account lives in the company's zone. */
function zoneOf(step: Step, { accounts, config }: Place): string {
  const id = 'account' in step ? step.account : undefined;
  const account = accounts.find((one) => one.id === id);
  return account?.timezone ?? countryZone(account?.country ?? '') ?? config.company.zone;
}

function notBefore(start: Instant, at: Instant, text: string): Instant {
  if (at < start) throw new RangeError(`got "${text}", which is before the start`);
  return at;
}

export function instantAt(path: string, mistakes: string[], read: () => Instant): Instant | undefined {
  try {
    return read();
  } catch (error) {
    mistakes.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
