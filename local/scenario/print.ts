import type { Report } from './report.ts';

const hidden = new Set([
  'at',
  'kind',
  'account',
  'name',
  'idempotencyKey',
  'fingerprint',
  'key',
  'facts',
  'id',
  'source',
]);

/** The timeline for people: one line per happening. */
export function readable(report: Report): string {
  const { name, start, end, timeline, cases, violations } = report;
  const lines = timeline.map((entry) => {
    const more = Object.entries(entry).flatMap(([key, value]) =>
      hidden.has(key) || value === null || value === undefined ? [] : [String(word(value))],
    );
    return `${entry.at.slice(0, 19).replace('T', ' ')}  ${entry.kind.padEnd(17)} ${entry.account ?? '-'}  ${more.join(' · ')}`;
  });
  const ends = cases.map(
    ({ account, journey, subject, run, status, stage, outcome }) =>
      `${account}: ${journey} of ${subject}, run ${run}: ${status}, ${outcome ?? stage}`,
  );
  return [
    `${name}: ${start} to ${end}`,
    '',
    ...lines,
    '',
    ...ends,
    ...violations.map((one) => `VIOLATION ${one}`),
    '',
  ].join('\n');
}

const word = (value: unknown): unknown => (typeof value === 'object' ? JSON.stringify(value) : value);
