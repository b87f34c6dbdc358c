import { recordForeignAttempt, recordOwnAttempt } from '../billing/card-budget.ts';
import { parseInstant } from '../kernel/instant.ts';
import type { ExecutionInput, Ports } from '../kernel/ports.ts';
import { ifAbsent } from '../kernel/rows.ts';
import { announce } from '../messaging/announce.ts';
import { type Case, caseKey, parseCase } from './case.ts';
import type { Effect } from './effect.ts';

/**
 * Carries out what a decision left in `pending`, then removes exactly what was carried out. Whoever finds pending
 * effects (a repeat, the next step, the sweep) does the same, so a crash in between costs time, never an effect.
 */
export async function carryOut(row: Case, ports: Ports): Promise<Case> {
  if (row.pending.length === 0) return row;
  for (const effect of row.pending) await carryOutOne(effect, ports);
  const cleared = await ports.rows.update(caseKey(row.account, row.sk), {
    set: [['pending', []]],
    add: [['version', 1]],
    // A closed run stays in the due index only for as long as something of it is left to do.
    ...(row.status === 'closed' ? { remove: ['duePk', 'dueSk'] } : {}),
    if: { kind: 'equals', path: 'version', value: row.version },
  });
  return cleared.item ? parseCase(cleared.item) : row;
}

export async function carryOutOne(effect: Effect, ports: Ports): Promise<void> {
  switch (effect.kind) {
    case 'row':
      await ports.rows.put({ ...effect.item, pk: effect.pk, sk: effect.sk }, ifAbsent);
      return;
    case 'announce':
      return announce(ports, effect.account, effect.key, parseInstant(effect.due));
    case 'account':
      await ports.rows.update(
        { pk: `A#${effect.account}`, sk: 'ACCOUNT' },
        { set: Object.entries(effect.set), if: { kind: 'present', path: 'pk' } },
      );
      return;
    case 'event':
      return ports.bus.publish({ id: effect.id, type: effect.type, account: effect.account, detail: effect.detail });
    case 'start':
      await ports.workflows.start(effect.journey, effect.name, effect.input as unknown as ExecutionInput);
      return;
    case 'card-result':
      return recordOwnAttempt(ports, effect);
    case 'card-foreign':
      return recordForeignAttempt(ports, effect);
    case 'default-card':
      return ports.billing.setDefaultCard(effect.subscription, effect.card, effect.key);
    case 'credit-balance':
      return ports.billing.creditBalance(effect.customer, effect.amount, effect.why, effect.key);
    case 'hold-collection':
      return ports.billing.holdCollection(effect.invoice, effect.key);
    default:
      return effect satisfies never;
  }
}
