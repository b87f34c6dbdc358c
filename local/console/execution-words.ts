import { html } from 'hono/html';
import { type Html, type Mood, pill, time } from './kit.ts';

const statuses: Readonly<Record<string, readonly [Mood, string]>> = {
  RUNNING: ['busy', 'running'],
  SUCCEEDED: ['good', 'succeeded'],
  FAILED: ['bad', 'failed'],
  TIMED_OUT: ['bad', 'timed out'],
  ABORTED: ['bad', 'stopped from outside'],
};

export function statusPill(status: string, waits: boolean): Html {
  if (status === 'RUNNING' && waits) return pill('wait', 'waits');
  const [mood, words] = statuses[status] ?? ['quiet', status.toLowerCase().replaceAll('_', ' ')];
  return pill(mood, words);
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** "2 days 3 hours": the two largest units, the rest left out. */
export function lasted(milliseconds: number): string {
  let rest = milliseconds;
  const parts = units.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { count, words: `${count} ${unit}${count === 1 ? '' : 's'}` };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  if (first < 0) return 'under a second';
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ words }) => words)
    .join(' ');
}

export const until = (due: number | undefined): Html | '' =>
  due === undefined ? '' : html`, until ${time(due)} at the latest`;

/** The same execution in AWS; undefined where there is no such place (another partition, a name that is no ARN). */
export function awsConsoleUrl(arn: string, region?: string): string | undefined {
  const [, partition, , place] = arn.split(':');
  const where = region ?? place;
  if (partition !== 'aws' || !where) return undefined;
  return `https://${where}.console.aws.amazon.com/states/home?region=${where}#/v2/executions/details/${arn}`;
}
