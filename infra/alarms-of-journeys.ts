import { type AlarmRow, metric, type Watched } from './alarm-row.ts';
import { ownMetric } from './constructs/own-metrics.ts';
import { journeys } from './names.ts';

const badEnds = { ExecutionsFailed: 'failed', ExecutionsTimedOut: 'timed out', ExecutionsAborted: 'aborted' } as const;

export function journeyRows({ names, arns }: Watched): AlarmRow[] {
  const row = { section: 'Journeys', threshold: 1, periods: 1 } as const;
  const ofMachines = journeys.flatMap((journey): AlarmRow[] => {
    const states = (name: string) => metric('AWS/States', name, 'Sum', { StateMachineArn: arns.machine(journey) });
    return [
      ...Object.entries(badEnds).map(
        ([name, word]): AlarmRow => ({
          ...row,
          id: `${journey}-${word.replace(' ', '-')}`,
          metric: states(name),
          says: `An execution of ${journey} ${word}; its case is still open`,
          heading: 'Executions ended badly',
        }),
      ),
      {
        ...row,
        id: `${journey}-throttled`,
        metric: states('ExecutionThrottled'),
        says: `Step Functions held back steps of ${journey}: the account's rate is used up`,
        heading: 'Executions are throttled',
      },
    ];
  });
  return [
    ...ofMachines,
    {
      ...row,
      id: 'open-executions',
      metric: metric('AWS/States', 'OpenExecutionCount', 'Maximum'),
      // Half of the quota of 1,000,000 an account and region; AWS advises 100,000 or more, since the count is approximate.
      threshold: 500_000,
      says: 'Half of the executions that may be open in this account and region are open',
      heading: 'Many open executions',
    },
    {
      ...row,
      id: 'tokens-not-answered',
      metric: ownMetric(names.metrics, 'TokenNotAnswered', 'Sum'),
      threshold: 3,
      says: 'A waiting step could not be told its news three times or more; the sweep goes on trying',
      heading: 'Tokens are not answered',
    },
  ];
}

/** A webhook that is late when the night comes is a repair or two; more of them were lost. */
const manyRepairs = 10;

export function reconcilerRows({ names }: Watched): AlarmRow[] {
  const row = { section: 'Journeys', periods: 1 } as const;
  return [
    {
      ...row,
      id: 'many-repairs',
      metric: ownMetric(names.metrics, 'ReconcilerRepairs', 'Maximum'),
      threshold: manyRepairs,
      says: `The reconciler had to put ${manyRepairs} things or more right in one run: webhooks are being lost`,
      heading: 'Many repairs',
    },
    {
      ...row,
      id: 'not-reconciled',
      metric: ownMetric(names.metrics, 'ReconcilerFailed', 'Maximum'),
      threshold: 1,
      says: 'The reconciler could not compare an account with Stripe',
      heading: 'Accounts not reconciled',
    },
  ];
}

export function sweepRows({ names }: Watched): AlarmRow[] {
  const row = { section: 'Journeys', threshold: 1, periods: 2 } as const;
  return [
    {
      ...row,
      id: 'sweep-missing',
      metric: ownMetric(names.metrics, 'Sweeps', 'Sum'),
      below: true,
      periods: 1,
      silence: true,
      says: 'No sweep has come to its end for five minutes: late mails and stuck cases are not found',
      heading: 'Sweep is missing',
    },
    {
      ...row,
      id: 'sweep-leaves-rows',
      metric: ownMetric(names.metrics, 'SweepFailedRows', 'Maximum'),
      says: 'The sweep found rows it cannot act on, for ten minutes',
      heading: 'Sweep leaves rows',
    },
    {
      ...row,
      id: 'waits-overdue',
      metric: ownMetric(names.metrics, 'WaitsOverdue', 'Maximum'),
      says: 'Waits are ten minutes past their time and Step Functions has not ended them',
      heading: 'Waits are overdue',
    },
  ];
}
