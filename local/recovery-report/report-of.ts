import { parseCase } from '../../lambdas/cases/case.ts';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import type { Item } from '../../lambdas/kernel/rows.ts';
import { type RecoveryReport, type Running, recoveryReport } from '../../lambdas/metrics/recovery-report.ts';
import { parseOutcome, perCurrency } from '../../lambdas/recovery/outcome-row.ts';
import { parseRecovery } from '../../lambdas/recovery/state.ts';

/** From the rows of all ended and all open recoveries. */
export const reportOf = (ended: readonly Item[], open: readonly Item[], zone: string, now: Instant): RecoveryReport =>
  recoveryReport(ended.map(parseOutcome), open.map(runningOf), zone, now);

function runningOf(item: Item): Running {
  const { mode, data } = parseCase(item);
  const { firstFailureAt, results, class: latest, taken, experiment } = parseRecovery(data);
  const first = results['take-over']?.class ?? latest;
  return {
    failedAt: firstFailureAt,
    mode,
    owed: perCurrency(Object.values(taken).map(({ amount }) => amount)),
    ...(first ? { class: first } : {}),
    ...(experiment ? { experiment } : {}),
  };
}
