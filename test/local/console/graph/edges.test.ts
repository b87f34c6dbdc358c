import { describe, expect, it } from '@jest/globals';
import { readDefinition } from '../../../../local/console/graph/definition.ts';
import { edgesOf, fold, keyOf, labelOf } from '../../../../local/console/graph/edges.ts';
import { everyType, withHub } from './machines.ts';

const edges = edgesOf(readDefinition(everyType));
const words = (all: readonly { from: string; to: string }[]): string[] => all.map(({ from, to }) => `${from} > ${to}`);
const none: ReadonlySet<string> = new Set();

describe('the ways between states', () => {
  it('holds every way out of every state, with its reason', () => {
    expect(
      edges.map((edge) => `${edge.from} > ${edge.to}: ${edge.ways.map(({ kind }) => kind).join()} "${labelOf(edge)}"`),
    ).toEqual([
      'Prepare > Ask: next ""',
      'Ask > Which?: next ""',
      'Ask > Lost: error "NotFound"',
      'Ask > Help: error "any error"',
      'Which? > All of them: rule "MANY"',
      'Which? > At once: rule "BOTH"',
      'Which? > Wait: otherwise "otherwise"',
      'Wait > Ask: next ""',
      'At once > Done: next ""',
      'At once > Help: error "any error"',
      'All of them > Done: next ""',
      'Help > Ask: next ""',
    ]);
  });

  it('joins the reasons between the same two states, so that a timeout which leads on is no line of its own', () => {
    const wait = { Type: 'Task', Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'b' }], Next: 'b' };
    const [edge, ...others] = edgesOf(readDefinition({ StartAt: 'a', States: { a: wait, b: { Type: 'Succeed' } } }));

    expect(edge?.ways.map(({ kind }) => kind)).toEqual(['next', 'error']);
    expect(edge && labelOf(edge)).toBe('');
    expect(others).toEqual([]);
  });
});

describe('which of them are drawn', () => {
  it('draws an error only where it is the only way to a state', () => {
    expect(words(fold(edges, none).told)).toEqual(['Ask > Help', 'At once > Help']);
    expect(words(fold(edges, none).drawn)).toContain('Ask > Lost');
  });

  it('draws an error that a run took', () => {
    const taken = new Set([keyOf({ from: 'At once', to: 'Help' })]);

    expect(words(fold(edges, taken).told)).toEqual(['Ask > Help']);
  });

  it('tells the ways to where many lead, except the last, which holds it in the drawing', () => {
    const { told, drawn } = fold(edgesOf(readDefinition(withHub)), none);

    expect(words(told)).toEqual(['s0 > Over', 's1 > Over', 's2 > Over', 's3 > Over']);
    expect(words(drawn)).toContain('s4 > Over');
  });

  it('draws instead the way there that was taken', () => {
    const { told, drawn } = fold(edgesOf(readDefinition(withHub)), new Set([keyOf({ from: 's1', to: 'Over' })]));

    expect(words(drawn)).toContain('s1 > Over');
    expect(words(told)).toEqual(['s0 > Over', 's2 > Over', 's3 > Over', 's4 > Over']);
  });
});
