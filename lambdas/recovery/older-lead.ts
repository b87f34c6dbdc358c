import type { Invoice } from '../billing/model.ts';
import type { Recovery } from './state.ts';
import type { World } from './world.ts';

/**
 * Two periods are open and their failures were heard of in the wrong order: the older one leads. Not once the ladder has
 * climbed a rung with the other: its attempts and mails name that one.
 */
export function olderLead({ results, paused }: Recovery, { open, lead }: World): Invoice | undefined {
  const climbed = Object.keys(results).some((name) => name !== 'take-over');
  if (climbed || paused || lead.status !== 'open') return undefined;
  const older = open.filter(({ created, amountRemaining }) => created < lead.created && amountRemaining.amount > 0);
  return older.reduce<Invoice | undefined>(
    (first, one) => (first && first.created <= one.created ? first : one),
    undefined,
  );
}
