import { describe, expect, it } from '@jest/globals';
import { instant, toIso } from '../../../lambdas/kernel/instant.ts';
import { wayOf } from '../../../local/server/way.ts';
import { pass, renew, withCharges, worldWith } from '../../journeys/world.ts';

describe('the way an execution took', () => {
  it('names every state with what came of it, from the first failure to the outcome', async () => {
    const world = await worldWith(withCharges('processing_error', 'processing_error', 'processing_error'));
    renew(world);
    await pass(world, { days: 3, hours: 2 });
    world.stripe.customerPays('in_1');
    await pass(world, { days: 4 });

    const [execution] = world.executions();
    const way = wayOf(execution?.history ?? []).map(
      ({ state, entered, happened }) => `${toIso(instant(entered)).slice(5, 16)} ${state}: ${happened.join(', then ')}`,
    );

    expect(way).toEqual([
      '11-10T15:00 Take over collection: goes on',
      '11-10T15:00 Ours now?: ',
      '11-10T15:00 Wait for retry 1: the time has come',
      '11-11T15:00 Retry 1 of 4 · Friendly heads-up: goes on',
      '11-11T15:00 After retry 1?: ',
      '11-11T15:00 Wait for retry 2: the time has come',
      '11-13T15:00 Retry 2 of 4 · Urgent notice: goes on',
      '11-13T15:00 After retry 2?: ',
      '11-13T15:00 Wait for retry 3: woken: invoice.updated',
      '11-13T17:00 Retry 3 of 4: done',
      '11-13T17:00 After retry 3?: ',
      '11-13T17:00 Recovery is over: ',
    ]);
  });

  it('tells a stop by a person from a failure', () => {
    const entered = {
      type: 'TaskStateEntered',
      id: 1,
      previousEventId: 0,
      timestamp: 1,
      stateEnteredEventDetails: { name: 'Wait' },
    };
    const aborted = {
      type: 'ExecutionAborted',
      id: 2,
      previousEventId: 1,
      timestamp: 2,
      executionAbortedEventDetails: { cause: 'sam: moved' },
    };
    expect(wayOf([entered, aborted])).toEqual([{ state: 'Wait', entered: 1, happened: ['stopped: sam: moved'] }]);
  });
});
