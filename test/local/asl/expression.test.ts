import { describe, expect, it } from '@jest/globals';
import jsonata from 'jsonata';
import { compileFast, SLOW } from '../../../local/asl/fast-path.ts';
import { makeScope } from '../../../local/asl/scope.ts';
import { machineOf, pass, Story } from './story.ts';

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  '',
  'b',
  [],
  [1],
  [[1]],
  ['a', 'b'],
  {},
  { b: 2 },
  { b: null },
  { b: [3] },
  { b: { c: 'x' } },
  [{ b: 1 }, { b: 2 }],
];

const SOURCES = [
  '$states.input',
  '$states.input.a',
  '$states.input.a.b',
  '$states.input.a.b.c',
  '$v',
  '$v.b',
  '$v.b.c',
  '$missing',
  '$sum',
  '$states.input.constructor',
  '$states.other',
  '$states.input.a + 1',
  '$states.input.a - $v',
  '$states.input.a * 2',
  '$states.input.a / 0',
  '$states.input.a % 2',
  '$states.input.a = $v',
  '$states.input.a != $v',
  '$states.input.a < $v',
  '$states.input.a >= 1',
  '$states.input.a & $v',
  '$states.input.a & "x"',
  '$states.input.a and true',
  '$states.input.a or false',
  '$states.input.a ? 1 : 2',
  '$states.input.a ? 1',
  '($states.input.a)',
  '{"x": $states.input.a, "y": $v.b}',
  '$exists($states.input.a.b)',
  '$not($states.input.a)',
  '$ceil($states.input.a)',
  '$floor($v)',
  '$string($states.input.a)',
  '-1.5',
  '"text"',
  'null',
];

/** Names that may be functions, inherited properties, and errors: the interpreter's business whatever the data. */
const ALWAYS_SLOW = new Set(['$missing', '$sum', '$states.other', '$states.input.constructor', '$states.input.a / 0']);

const scopeFor = (a: unknown, v: unknown) =>
  makeScope({ input: { a }, vars: { v }, context: () => ({}), at: 0, draw: () => 0 });

const byJsonata = (source: string, a: unknown, v: unknown): Promise<unknown> =>
  jsonata(source).evaluate(undefined, { v, states: { input: { a }, context: {} } });

describe('the fast path', () => {
  it.each(SOURCES)('means what jsonata means by %s, or leaves it to jsonata', async (source) => {
    const fast = compileFast(jsonata(source).ast());
    if (fast === undefined) throw new Error(`${source} has no fast path, take it off the list`);
    let answered = 0;
    for (const a of VALUES) {
      for (const v of VALUES) {
        const value = fast(scopeFor(a, v));
        if (value === SLOW) continue;
        answered += 1;
        expect([source, a, v, value]).toEqual([source, a, v, await byJsonata(source, a, v)]);
      }
    }
    expect(answered > 0).toBe(!ALWAYS_SLOW.has(source));
  });

  it.each([
    '$v[0]',
    '$v.b[b=1]',
    '$states.input.*',
    '$map([1], function($x) { $x })',
    '$v.{"x": b}',
    '($x := 1; $x)',
    '$a.b@$c',
    'a.b',
    '$',
    '[1, 2]',
  ])('leaves %s alone', (source) => {
    expect(compileFast(jsonata(source).ast())).toBeUndefined();
  });
});

describe('an expression that fails', () => {
  it.each([
    {
      output: '{% $nosuch %}',
      cause: "The JSONata expression '$nosuch' specified for the field 'Output' returned nothing (undefined).",
    },
    {
      output: { a: { b: '{% $nosuch %}' } },
      cause: "specified for the field 'Output/a/b' returned nothing (undefined).",
    },
    { output: '{% $nosuch() %}', cause: 'threw an error during evaluation. T1006: Attempted to invoke a non-function' },
    { output: '{% function($x) { $x } %}', cause: 'returned an unsupported result type.' },
    { output: '{% [$sum] %}', cause: 'returned an unsupported result type.' },
  ])('says so as AWS does: $cause', async ({ output, cause }) => {
    const story = await Story.start(machineOf({ Say: pass({ Output: output }) }));

    expect(story.frame.error).toBe('States.QueryEvaluationError');
    expect(story.frame.cause).toContain(
      "An error occurred while executing the state 'Say' (entered at the event id #2). ",
    );
    expect(story.frame.cause).toContain(cause);
    expect(story.types()).toEqual(['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
  });

  it.each(['$nosuch', ' {% 1 %}', '{% 1 %} ', 'a {% 1 %}', '$.x'])(
    'is not seen in the plain text "%s"',
    async (text) => {
      const story = await Story.start(machineOf({ Say: pass({ Output: text }) }));

      expect(story.frame.output).toBe(text);
    },
  );

  it("keeps no trace of jsonata's sequences in a variable", async () => {
    const story = await Story.start(
      machineOf({
        Set: pass({ Assign: { one: '{% [[1]] %}', some: '{% {"k": [1, 2, 3][$ > 1]} %}' }, Next: 'Read' }),
        Read: pass({ Output: { one: '{% $one %}', some: '{% $some.k %}' } }),
      }),
    );

    expect(story.frame.output).toEqual({ one: [[1]], some: [2, 3] });
  });
});
