import { describe, expect, it } from '@jest/globals';
import { readDefinition } from '../../../../local/console/graph/definition.ts';
import { figureOf } from '../../../../local/console/graph/figure.ts';
import { drawingsOf } from '../../../../local/console/graph/layout.ts';
import { marksOf, noMarks } from '../../../../local/console/graph/marks.ts';
import { pathOf } from '../../../../local/console/graph/svg.ts';
import { everyType, withHub } from './machines.ts';

const words = { title: 'a machine', description: 'in words below', id: 'g' };
const drawn = (definition: unknown, marks = noMarks): string =>
  String(figureOf(readDefinition(definition), marks, words, (state) => `#${state}`));

describe('the drawing of a machine', () => {
  it('places no state on another, inside or outside of groups', () => {
    const [main] = drawingsOf(readDefinition(everyType), noMarks);
    const boxes = main?.boxes ?? [];
    const overlaps = boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter(
          (b) =>
            a.at.x < b.at.x + b.width &&
            b.at.x < a.at.x + a.width &&
            a.at.y < b.at.y + b.height &&
            b.at.y < a.at.y + a.height,
        )
        .map((b) => `${a.state.name} on ${b.state.name}`),
    );
    const group = boxes.find(({ state }) => state.name === 'At once');

    expect(overlaps).toEqual([]);
    expect(group?.inside.map(({ drawing }) => drawing.boxes.map(({ state }) => state.name))).toEqual([
      ['Left', 'Left end'],
      ['Right'],
    ]);
    for (const { at, drawing } of group?.inside ?? []) {
      expect(at.x + drawing.width).toBeLessThanOrEqual(group?.width ?? 0);
      expect(at.y + drawing.height).toBeLessThanOrEqual(group?.height ?? 0);
    }
  });

  it('keeps every line inside its frame', () => {
    for (const definition of [everyType, withHub])
      for (const { width, height, edges } of drawingsOf(readDefinition(definition), noMarks))
        for (const { x, y } of edges.flatMap(({ points }) => points)) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(height);
        }
  });

  it('gives each kind of state a shape of its own', () => {
    const html = drawn(everyType);

    for (const shape of ['task', 'wait', 'choice', 'pass', 'succeed', 'fail', 'group'])
      expect(html).toContain(`state ${shape} `);
  });

  it('tells a folded way on the state it leaves, and explains the sign of errors', () => {
    expect(drawn(withHub)).toContain('DONE → Over');
    expect(drawn(everyType)).toContain('an error that no retry cures leads to Help');
  });

  it('shows the time, the count and the due of what a run touched', () => {
    const passages = [
      { state: 'Prepare', entered: Date.UTC(2026, 10, 10, 15), left: 1, tries: 0, failures: [] },
      { state: 'Ask', entered: Date.UTC(2026, 10, 10, 16), from: 0, tries: 1, failures: [] },
    ];
    const html = drawn(
      everyType,
      marksOf({ passages, running: true, waiting: { state: 'Ask', due: Date.UTC(2026, 10, 13) } }),
    );

    expect(html).toContain('✓ 10 Nov, 15:00');
    expect(html).toContain('▶ here since 10 Nov, 16:00');
    expect(html).toContain('◷ until 13 Nov, 00:00');
    expect(html).toContain('class="edge way-taken"');
  });

  it('lets no text of a definition become markup', () => {
    const name = `<script>alert("1")</script>&'`;
    const html = drawn({
      StartAt: name,
      States: {
        [name]: {
          Type: 'Choice',
          Comment: '<b>',
          Choices: [{ Condition: '{% "<i>" = $x %}', Next: 'b' }],
          Default: name,
        },
        b: { Type: 'Succeed' },
      },
    });

    expect(html).not.toMatch(/<script|<b>|<i>/);
    expect(html).toContain('&lt;b&gt;');
  });

  it('breaks names into lines, and words that are longer than a line', () => {
    const html = drawn({ StartAt: 'x'.repeat(80), States: { ['x'.repeat(80)]: { Type: 'Succeed' } } });

    expect(html).not.toContain(`>${'x'.repeat(28)}`);
    expect(html.match(/class="name"/g)).toHaveLength(3);
  });

  it('draws nothing for no points, and a straight line for two', () => {
    expect(pathOf([])).toBe('');
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 1, y: 2 },
      ]),
    ).toBe('M0,0L1,2');
  });
});
