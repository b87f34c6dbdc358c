import { carryOut } from '../cases/carry-out.ts';
import { type Case, caseKey, executionOf, parseCase } from '../cases/case.ts';
import { closeChange } from '../cases/close.ts';
import { parseInstant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { parseRecovery } from '../recovery/state.ts';
import type { Invoice } from './model.ts';

/** It was resumed, and its old invoice is still owed (policy `oldInvoice: collect`): a later period is another debt. */
export function isOfNextPeriod({ data }: Case, { id, created }: Invoice): boolean {
  const { resumedAt, lead } = parseRecovery(data);
  return resumedAt !== undefined && id !== lead && created > parseInstant(resumedAt);
}

/**
 * Ends a case that only waits for its old invoice, so that the new failure walks a ladder of its own; the old execution
 * could only sit out its hold. Refused means the row moved: the event comes back and looks again.
 */
export async function makeRoom(row: Case, invoice: Invoice, ports: Ports): Promise<boolean> {
  const settled = Object.keys(parseRecovery(row.data).taken).filter((id) => id !== invoice.id);
  const closing = { outcome: 'uncollectible', stage: row.stage, settled, data: row.data, effects: [] };
  const written = await ports.rows.update(caseKey(row.account, row.sk), closeChange(row, closing, ports.clock.now()));
  if (written.kind === 'refused') return false;
  await ports.workflows.stop(row.journey, executionOf(row), `${invoice.id} failed: a period after the resumption`);
  await carryOut(parseCase(written.item), ports);
  return true;
}
