import { describe, expect, it } from '@jest/globals';
import { machineOf, pass, Story, task } from './story.ts';

const outputOf = async (states: object, input: unknown = {}) =>
  (await Story.start(machineOf(states), input)).frame.output;

describe('variables', () => {
  it('are seen from the next state on, so that two can be swapped', async () => {
    const output = await outputOf({
      Set: pass({ Assign: { a: 1, b: 2 }, Next: 'Swap' }),
      Swap: pass({ Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: '{% $a %}', Next: 'Read' }),
      Read: pass({ Output: { a: '{% $a %}', b: '{% $b %}', before: '{% $states.input %}' } }),
    });

    expect(output).toEqual({ a: 2, b: 1, before: 1 });
  });

  it('of a branch read the outer ones and vanish at its end', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: {
        [name]: pass({ Assign: { inner: '{% $outer %}' }, Next: `${name} 2` }),
        [`${name} 2`]: pass({ Output: '{% $inner & $states.input.x %}' }),
      },
    });
    const output = await outputOf({
      Set: pass({ Assign: { outer: 'o' }, Output: { x: 'x' }, Next: 'Both' }),
      Both: {
        Type: 'Parallel',
        Branches: [branch('L'), branch('R')],
        Assign: { both: '{% $states.result %}' },
        Next: 'After',
      },
      After: pass({ Output: { both: '{% $both %}', gone: '{% $exists($inner) %}' } }),
    });

    expect(output).toEqual({ both: ['ox', 'ox'], gone: false });
  });

  it('from outside are unknown to the iterations of a Distributed Map', async () => {
    const item = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Look',
      States: { Look: pass({ Output: '{% $exists($outer) %}' }) },
    };
    const output = await outputOf({
      Set: pass({ Assign: { outer: 1 }, Next: 'Each' }),
      Each: { Type: 'Map', Items: [1], ItemProcessor: item, End: true },
    });

    expect(output).toEqual([false]);
  });

  it('are taken from the catcher that matched, not from the state', async () => {
    const story = await Story.start(
      machineOf({
        Call: task({
          Assign: { from: 'state' },
          Catch: [
            {
              ErrorEquals: ['A'],
              Assign: { from: '{% $states.errorOutput.Error %}' },
              Output: '{% $states.input.n %}',
              Next: 'Read',
            },
          ],
          Next: 'Read',
        }),
        Read: pass({ Output: ['{% $from %}', '{% $states.input %}'] }),
      }),
      { n: 7 },
    );
    await story.fail('A');

    expect(story.frame.output).toEqual(['A', 7]);
  });
});

describe('a Choice', () => {
  const choose = machineOf({
    'How much?': {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Output: 'rule', Assign: { who: 'rule' }, Next: 'End' },
        { Condition: '{% $states.input.n = 5 %}', Next: 'End' },
      ],
      Default: 'End',
      Output: 'default',
      Assign: { who: 'state' },
    },
    End: pass({ Output: ['{% $states.input %}', "{% $exists($who) ? $who : 'nobody' %}"] }),
  });

  it.each([
    { n: 11, output: ['rule', 'rule'] },
    { n: 10, output: ['default', 'state'] },
    { n: 5, output: [{ n: 5 }, 'nobody'] },
  ])('of $n takes the fields of what matched: $output', async ({ n, output }) => {
    expect((await Story.start(choose, { n })).frame.output).toEqual(output);
  });

  it('without a match or Default fails', async () => {
    const story = await Story.start(
      machineOf({ Pick: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] }, End: pass({}) }),
    );

    expect(story.frame.error).toBe('States.NoChoiceMatched');
  });

  it('refuses a condition that is no boolean', async () => {
    const story = await Story.start(
      machineOf({ Pick: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }] }, End: pass({}) }),
    );

    expect(story.frame.error).toBe('States.QueryEvaluationError');
    expect(story.frame.cause).toContain("Expected 'boolean', but was 'number' for value: 1");
  });
});

describe('time and chance', () => {
  it('come from the event and the seed', async () => {
    const dice = machineOf({
      Wait: { Type: 'Wait', Seconds: 5, Next: 'Roll' },
      Roll: pass({
        Output: {
          now: '{% $now() %}',
          millis: '{% $millis() %}',
          random: '{% $random() %}',
          uuid: '{% $uuid() %}',
          shuffle: '{% $shuffle([1..9]) %}',
          noon: "{% $fromMillis($toMillis('12:00', '[H01]:[m01]')) %}",
        },
      }),
    });
    const roll = async (seed: string) => {
      const story = await Story.start(dice, {}, seed);
      await story.ring();
      return story.frame.output;
    };

    expect(await roll('a')).toEqual(await roll('a'));
    expect(await roll('a')).not.toEqual(await roll('b'));
    expect(await roll('a')).toMatchObject({
      now: '1970-01-01T00:00:05.000Z',
      millis: 5000,
      noon: '1970-01-01T12:00:00.000Z',
    });
    expect(await roll('a')).toMatchObject({
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    });
  });

  it.each([
    ['$partition([1..5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition(0, 5)', [[0]]],
    ['$range(1, 9, 4)', [1, 5, 9]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(1, 9, 9)', 1],
    ["$hash('a', 'SHA-1')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
    ['$parse(\'{"a":[1]}\')', { a: [1] }],
    ['$random(7) = $random(7)', true],
  ])('%s is %j', async (source, value) => {
    expect(await outputOf({ Say: pass({ Output: `{% ${source} %}` }) })).toEqual(value);
  });
});
