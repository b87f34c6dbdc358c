import { html } from 'hono/html';
import type { Rate, RecoveryReport } from '../../lambdas/metrics/recovery-report.ts';
import type { Shown } from '../console/asked.ts';
import { details, type Html, section, stats, table } from '../console/kit.ts';
import { armSaid, causeSaid, liftSaid, moneySaid, percentSaid } from './words.ts';

/** What came back, why, and of how much: the console's page. */
export function recoveryPage(report: RecoveryReport): Shown {
  const { total, cohorts, classes, causes, experiments, leftOut } = report;
  return {
    title: 'Recovered money',
    content: html`${figures(total)}
${section(
  'What brought it back',
  table(
    ['Cause', 'Payments', 'Came back'],
    causes.map((one) => [causeSaid(one), one.count, moneySaid(one.cameBack)]),
    'Nothing has come back yet.',
  ),
)}
${section(
  'By decline class',
  table(
    heads('Class'),
    classes.map((one) => cells(one.class.toLowerCase().replaceAll('_', ' '), one)),
    none,
  ),
)}
${section(
  'By month of the first failure',
  table(
    heads('Month'),
    cohorts.map((one) => cells(one.month, one)),
    none,
  ),
)}
${section(
  'Hold-outs',
  table(
    ['Mail under test', 'Sent to', 'Held out', 'What it is worth'],
    experiments.map((one) => [
      one.name.replace('recovery.', ''),
      armSaid(one.treated),
      armSaid(one.heldOut),
      liftSaid(one.lift),
    ]),
    'No mail is under test: holdouts.recovery in the configuration names one.',
  ),
)}
${
  leftOut.length === 0
    ? ''
    : section(
        'Not counted',
        table(
          ['Why', 'Payments'],
          leftOut.map(({ why, count }) => [why, count]),
          '',
        ),
      )
}
${section('How this is counted', html`<ul>${report.definitions.map((one) => html`<li>${one}</li>`)}</ul>`, details('The same from a command', html`<pre tabindex="0">npm run recovery-report</pre>`))}`,
  };
}

const none = 'No payment has failed yet.';

const heads = (first: string): string[] => [first, 'Recovered', 'Rate', 'Still running', 'Owed', 'Came back'];

const cells = (name: string, of: Rate): unknown[] => [
  name,
  `${of.recovered} of ${of.failed}`,
  percentSaid(of),
  of.running,
  moneySaid(of.owed),
  moneySaid(of.cameBack),
];

const figures = (of: Rate): Html =>
  stats([
    { value: percentSaid(of), label: 'recovered so far', mood: 'good' },
    { value: moneySaid(of.cameBack), label: 'came back', mood: 'good' },
    { value: of.failed, label: 'payments failed' },
    { value: of.running, label: 'still running', mood: 'busy' },
  ]);
