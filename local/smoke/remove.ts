import { executionOf } from '../../lambdas/cases/case.ts';
import { parseRecovery } from '../../lambdas/recovery/state.ts';
import { caseIfAny, personsPorts } from './case.ts';
import type { Smoke } from './smoke.ts';

/** Everything a run left of its account: the execution that still runs, its rows, its pointer, and the card's attempts. */
export async function removeCase(smoke: Smoke): Promise<void> {
  const row = smoke.failed && (await caseIfAny(smoke));
  if (row) {
    await personsPorts(smoke).workflows.stop(row.journey, executionOf(row), 'smoke test: over');
    // Stripe's test cards are one card to everybody: their attempts would keep the next run waiting.
    const { knownCards, results } = parseRecovery(row.data);
    const budgets = new Set([...knownCards, ...Object.values(results).flatMap(({ budget }) => budget ?? [])]);
    for (const budget of budgets) await removePartition(`CARD#${budget}`, smoke);
  }
  if (smoke.failed) await smoke.rows.remove({ pk: `C#${smoke.failed.customer}`, sk: 'POINTER' });
  await removePartition(`A#${smoke.account}`, smoke);
}

async function removePartition(partition: string, { rows }: Smoke): Promise<void> {
  const { items } = await rows.query({ pk: partition, limit: 100 });
  for (const { pk, sk } of items) await rows.remove({ pk, sk });
}
