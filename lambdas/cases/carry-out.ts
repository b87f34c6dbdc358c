import { recordForeignAttempt, recordOwnAttempt } from '../billing/card-budget.ts';
import { isFinal } from '../kernel/failures.ts';
import { hash24 } from '../kernel/ids.ts';
import { parseInstant, toIso } from '../kernel/instant.ts';
import { wordsOf } from '../kernel/log.ts';
import type { ExecutionInput, Ports } from '../kernel/ports.ts';
import { type Change, ifAbsent } from '../kernel/rows.ts';
import { announce } from '../messaging/announce.ts';
import { isHeldBack } from '../messaging/brake.ts';
import { type Case, caseKey, type Dropped, parseCase, sinceVersion } from './case.ts';
import type { Effect } from './effect.ts';

/**
 * Carries out what a decision left in `pending`, then removes exactly what was carried out. Whoever finds pending
 * effects (a repeat, the next step, the sweep) does the same, so a crash in between costs time, never an effect.
 * What is refused for good is told and dropped: it may not hold up the rest. What waits for "ops resume-all" stays.
 */
export async function carryOut(row: Case, ports: Ports): Promise<Case> {
  if (row.pending.length === 0) return row;
  const held: Effect[] = [];
  const dropped: Dropped[] = [];
  for (const effect of row.pending) {
    const left = await tryOne(effect, row, ports);
    if (left === 'held') held.push(effect);
    else if (left) dropped.push(left);
  }
  if (held.length === row.pending.length) return row;
  const cleared = await ports.rows.update(caseKey(row.account, row.sk), clearing(row, held, dropped));
  return cleared.item ? parseCase(cleared.item) : row;
}

function clearing(row: Case, held: readonly Effect[], dropped: readonly Dropped[]): Change {
  // A closed run stays in the due index only for as long as something of it is left to do.
  const over = row.status === 'closed' && held.length === 0;
  return sinceVersion(row, {
    set: [
      ['pending', held],
      ...(dropped.length > 0 ? [['dropped', [...(row.dropped ?? []), ...dropped].slice(-10)] as const] : []),
    ],
    ...(over ? { remove: ['duePk', 'dueSk'] } : {}),
  });
}

async function tryOne(effect: Effect, row: Case, ports: Ports): Promise<Dropped | 'held' | undefined> {
  try {
    await carryOutOne(effect, ports);
    return undefined;
  } catch (error) {
    if (isHeldBack(error)) return 'held';
    if (!isFinal(error)) throw error;
    return tellDropped(effect, error, row, ports);
  }
}

/** Told before it is dropped: a crash in between tells it twice, under one id. */
async function tellDropped(effect: Effect, error: unknown, row: Case, ports: Ports): Promise<Dropped> {
  const dropped = { at: toIso(ports.clock.now()), effect: effect.kind, key: keyOf(effect), why: wordsOf(error).why };
  ports.log.error('effect dropped', { account: row.account, case: row.sk, kind: effect.kind, why: dropped.why });
  await ports.bus.publish({
    id: `alert/case_attention/${row.account}/${row.subject}/${row.run}/dropped/${hash24(JSON.stringify(effect))}`,
    type: 'alert',
    account: row.account,
    detail: {
      alert: 'case_attention',
      case: row.sk,
      why: `${effect.kind} ${dropped.key} was refused for good: ${dropped.why}`,
    },
  });
  return dropped;
}

function keyOf(effect: Effect): string {
  switch (effect.kind) {
    case 'row':
      return effect.sk;
    case 'account':
      return effect.account;
    case 'event':
      return effect.id;
    case 'start':
      return effect.name;
    case 'default-card':
      return `${effect.card} of ${effect.subscription}`;
    case 'hold-collection':
    case 'release-collection':
      return effect.invoice;
    default:
      return effect.key;
  }
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
    case 'release-collection':
      return ports.billing.releaseCollection(effect.invoice, effect.key);
    default:
      return effect satisfies never;
  }
}
