import { describe, expect, it } from '@jest/globals';
import { type Duration, after as later, parseInstant } from '../../../lambdas/kernel/instant.ts';
import { deletionOf } from '../../../lambdas/pause/deletion.ts';

const ended = parseInstant('2026-11-10T12:00:00Z');
const policy = { enabled: true, noticeDays: 180, afterDays: 210, reason: 'as the policy says' };
const held = { by: 'sam', at: '2026-12-01T00:00:00.000Z', reason: 'a lawsuit' };
const due = later(ended, { days: 210 });

describe('the deletion of an account that ended', () => {
  it.each<[string, Parameters<typeof deletionOf>[0], Duration, object]>([
    ['waits for its day', { status: 'churned' }, {}, { kind: 'wait', until: due }],
    ['waits a second before', { status: 'churned' }, { days: 210, seconds: -1 }, { kind: 'wait', until: due }],
    ['is due on its day', { status: 'churned' }, { days: 210 }, { kind: 'due' }],
    ['is still due until it is confirmed', { status: 'deletion_due' }, { days: 230 }, { kind: 'due' }],
    ['is off where somebody came back', { status: 'active' }, { days: 210 }, { kind: 'kept', why: 'returned' }],
    ['is off where it is deleted', { status: 'deleted' }, { days: 211 }, { kind: 'kept', why: 'returned' }],
    ['waits for whoever holds it', { status: 'churned', held }, { days: 400 }, { kind: 'kept', why: 'held' }],
  ])('%s', (_name, account, elapsed, verdict) => {
    expect(deletionOf(account, ended, policy, later(ended, elapsed))).toEqual(verdict);
  });

  it('is nothing anybody speaks of where the policy has none', () => {
    expect(deletionOf({ status: 'churned' }, ended, { ...policy, enabled: false }, due)).toEqual({ kind: 'off' });
  });
});
