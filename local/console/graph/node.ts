import { type StateSpec, waitsForToken } from './definition.ts';
import { type Edge, labelOf } from './edges.ts';
import type { Mark } from './marks.ts';
import { wrap } from './wrap.ts';

export type Shape = 'task' | 'wait' | 'choice' | 'pass' | 'succeed' | 'fail' | 'group';

/** A line of text in a state's box, and how it is set. */
export interface Line {
  readonly text: string;
  readonly kind: 'name' | 'when' | 'exit' | 'error';
}

export interface Box {
  readonly state: StateSpec;
  readonly shape: Shape;
  readonly mark: Mark | undefined;
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

/** Pixels of the drawing at its natural size; characters per line at the sheet's two sizes of type. */
export const sizes = { width: 256, line: 16, padding: 10, name: 27, small: 38 } as const;

const shapes: Readonly<Record<string, Shape>> = {
  Choice: 'choice',
  Wait: 'wait',
  Pass: 'pass',
  Succeed: 'succeed',
  Fail: 'fail',
  Parallel: 'group',
  Map: 'group',
};

export const shapeOf = (state: StateSpec): Shape =>
  waitsForToken(state) ? 'wait' : (shapes[state.fields.Type] ?? 'task');

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** What stands in a state's box: its name, when a run came there, and the ways out that are not drawn as lines. */
export function boxOf(
  state: StateSpec,
  mark: Mark | undefined,
  told: readonly Edge[],
  width: number = sizes.width,
): Box {
  const name = wrap(state.name, sizes.name, 3).map((text) => ({ text, kind: 'name' as const }));
  const lines: Line[] = [...name, ...(mark ? standingLines(mark) : []), ...toldLines(state, told)];
  const height = lines.length * sizes.line + 2 * sizes.padding - 4;
  return { state, shape: shapeOf(state), mark, lines, width, height };
}

const words: Readonly<Record<Mark['standing'], string>> = {
  ahead: '',
  passed: '✓',
  caught: '⚠ error caught',
  here: '▶ here since',
  failed: '✕ failed',
  stopped: '■ stopped here',
};

function standingLines({ standing, times, at, due }: Mark): Line[] {
  const often = times > 1 ? `, ${times}×` : '';
  const when = { text: `${words[standing]} ${clock.format(at)}${often}`, kind: 'when' as const };
  return due === undefined ? [when] : [when, { text: `◷ until ${clock.format(due)}`, kind: 'when' }];
}

/** The marker of errors is short: from every state they lead to the same place, which the legend names. */
function toldLines(state: StateSpec, told: readonly Edge[]): Line[] {
  const exits = told.filter(({ ways }) => ways.some(({ kind }) => kind !== 'error'));
  return exits.flatMap((edge) => {
    const label = state.fields.Type === 'Choice' ? labelOf(edge) : 'then';
    return wrap(`${label} → ${edge.to}`, sizes.small, 2).map((text) => ({ text, kind: 'exit' as const }));
  });
}
