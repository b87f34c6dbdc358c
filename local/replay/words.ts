import type { Strange } from './strange.ts';
import type { Summary } from './summary.ts';

/** What a replay takes for granted, printed with every one: it is a rehearsal, not a prophecy. */
export const assumptions: readonly string[] = [
  'A card answers as it really answered, and pays from the instant on at which the invoice was really paid.',
  'A customer who paid by hand pays by hand at the same instant; who gave another card gives it at the same instant, and we charge it at once.',
  'Nobody pays because of our mails: what they bring on top is not in these figures.',
  'Mails, charges, pauses and tasks are those of today’s configuration, run live. Nothing was sent, charged or changed.',
];

const listed = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([name, n]) => `${n} ${name.replace('payment-recovery/', '')}`)
    .join(', ') || 'none';

const inDays = (of: number | null): string => (of === null ? '–' : `${of.toFixed(1)} days`);

const total = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((sum, n) => sum + n, 0);

/** As `npm run rehearse` prints it. `files` are where the strangest stories were written. */
export function linesOf(
  days: number,
  summary: Summary,
  strange: readonly Strange[],
  files: readonly string[],
): string[] {
  if (summary.failures === 0)
    return [
      `No renewal failed in the last ${days} days, as far as the imported history knows: there is nothing to rehearse.`,
    ];
  return [
    `The last ${days} days again, as Holdfast would have run them`,
    '',
    'payment-recovery',
    `  failed renewals   ${summary.failures} of ${summary.accounts} customers`,
    `  mails             ${total(summary.mails)}: ${listed(summary.mails)}`,
    `  mails withheld    ${total(summary.withheld)}: ${listed(summary.withheld)}`,
    `  charges by us     ${summary.charges.tried}, of which ${summary.charges.paid} went through`,
    `  pauses            ${summary.pauses}`,
    `  tasks             ${total(summary.tasks)}: ${listed(summary.tasks)}`,
    `  alerts            ${total(summary.alerts)}: ${listed(summary.alerts)}`,
    `  outcomes          ${listed(summary.outcomes)}`,
    `  paid              ${summary.paidThen} back then, ${summary.paidNow} in the rehearsal`,
    `  days to the money ${inDays(summary.days.backThen)} back then, ${inDays(summary.days.withUs)} in the rehearsal (median)`,
    '',
    ...strangeLines(strange, files),
    'What this takes for granted',
    ...assumptions.map((one) => `  ${one}`),
  ];
}

function strangeLines(strange: readonly Strange[], files: readonly string[]): string[] {
  if (strange.length === 0) return ['Nothing strange was among them.', ''];
  const lines = strange.flatMap(({ replayed, why }, index) => [
    `  ${replayed.account}: ${why.join('; ')}`,
    `    npm run scenario -- ${files[index] ?? ''}`,
  ]);
  return [
    `The ${strange.length === 1 ? 'strangest case' : `${strange.length} strangest cases`}, each as a story to play`,
    ...lines,
    '',
  ];
}
