import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { machineOf, PARK, pass, Story, task } from './story.ts';

/** A machine with every kind of waiting in it. */
const busy = machineOf({
  Set: pass({ Assign: { n: '{% $states.input.n %}', list: '{% [1..3][$ > 1] %}' }, Next: 'Both' }),
  Both: {
    Type: 'Parallel',
    Branches: [
      {
        StartAt: 'Park',
        States: {
          Park: task({
            Resource: PARK,
            TimeoutSeconds: 30,
            HeartbeatSeconds: 9,
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Late' }],
            Next: 'Nap',
          }),
          Late: pass({}),
          Nap: { Type: 'Wait', Seconds: '{% $n %}', End: true },
        },
      },
      {
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            Items: '{% $list %}',
            MaxConcurrency: 1,
            ItemProcessor: {
              StartAt: 'Call',
              States: {
                Call: task({
                  Arguments: { u: '{% $uuid() %}', n: '{% $n + $states.input %}' },
                  Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'FULL' }],
                  Catch: [{ ErrorEquals: ['B'], Next: 'Caught' }],
                }),
                Caught: pass({ Output: '{% $states.input.Error %}' }),
              },
            },
            End: true,
          },
        },
      },
    ],
    Retry: [{ ErrorEquals: ['C'], MaxAttempts: 1 }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
    Next: 'Done',
  },
  Done: pass({ Output: { all: '{% $states.input %}', list: '{% $list %}', dice: '{% $random() %}' } }),
});

type Action = 'ring' | 'answer' | 'failA' | 'failB' | 'failC' | 'token' | 'beat' | 'stale';

const act = async (story: Story, action: Action, nth: number): Promise<void> => {
  const call = story.call(nth % story.calls.length);
  const told = { task: call.task, token: call.token ?? 'none', at: 1000 };
  if (action === 'ring') await story.ring();
  if (action === 'answer') await story.send({ kind: 'task-result', ...told, output: { nth } });
  if (action.startsWith('fail')) await story.send({ kind: 'task-failure', ...told, error: action.slice(4) });
  if (action === 'token') await story.send({ kind: 'token-success', ...told, output: nth });
  if (action === 'beat') await story.send({ kind: 'token-heartbeat', ...told });
  if (action === 'stale') await story.send({ kind: 'timer', id: 't1-nobody', at: 1000 });
};

const actions = fc.array(
  fc.tuple(
    fc.constantFrom<Action>('ring', 'answer', 'answer', 'failA', 'failB', 'failC', 'token', 'beat', 'stale'),
    fc.nat(9),
  ),
  { maxLength: 30 },
);

describe('a stored execution', () => {
  it('goes on from its JSON at every step as if it had never been away', async () => {
    await fc.assert(
      fc.asyncProperty(actions, fc.integer({ min: 1, max: 5 }), async (plan, n) => {
        const kept = await Story.start(busy, { n });
        const stored = await Story.start(busy, { n });
        for (const [action, nth] of plan) {
          await act(kept, action, nth);
          stored.frame = JSON.parse(JSON.stringify(stored.frame));
          await act(stored, action, nth);
        }
        expect(stored.history).toEqual(kept.history);
        expect(stored.calls).toEqual(kept.calls);
        expect(stored.frame).toEqual(JSON.parse(JSON.stringify(kept.frame)));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps its bookkeeping whole whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(actions, async (plan) => {
        const story = await Story.start(busy, { n: 2 });
        for (const [action, nth] of plan) await act(story, action, nth);
        const { frame } = story;
        const waits = Object.values(frame.threads).flatMap((thread) => (thread.wait ? [thread.wait] : []));
        const tasks = waits.flatMap((wait) => (wait.kind === 'task' ? [wait.task] : []));
        expect(Object.keys(frame.tasks).sort()).toEqual(tasks.sort());
        expect([...story.timers.keys()].sort()).toEqual(Object.keys(frame.timers).sort());
        expect(waits).toHaveLength(Object.keys(frame.threads).length);
        expect(story.history.map((event) => event.id)).toEqual(story.history.map((_, i) => i + 1));
        expect(story.history.every((event) => event.previousEventId < event.id)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
