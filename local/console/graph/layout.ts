import { arrange, type Point } from './arrange.ts';
import type { StateList, StateSpec } from './definition.ts';
import { type Edge, edgesOf, type Folded, fold, isOnlyError, keyOf, labelOf } from './edges.ts';
import type { Marks } from './marks.ts';
import { type Box, boxOf } from './node.ts';

export interface PlacedBox extends Box {
  /** Upper left corner. */
  readonly at: Point;
  /** What runs inside, placed from this box's corner. */
  readonly inside: readonly { readonly at: Point; readonly drawing: Drawing }[];
  /** Its errors lead elsewhere, and no line says so. */
  readonly sign: boolean;
}

export interface PlacedEdge extends Edge {
  readonly points: readonly Point[];
  readonly label: string;
  readonly labelAt: Point | undefined;
  readonly taken: boolean;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
  /** Where the list starts: the upper middle of its first state. */
  readonly start: Point | undefined;
}

/** States that no line connects make drawings of their own, which stand beside or below each other as there is room. */
export function drawingsOf(list: StateList, marks: Marks): Drawing[] {
  const folded = fold(edgesOf(list), marks.taken);
  return components(list, folded.drawn).map((states) => place(list.startAt, states, folded, marks));
}

/** In the order of the file. */
function components({ states }: StateList, edges: readonly Edge[]): StateSpec[][] {
  const groups: Set<string>[] = states.map(({ name }) => new Set([name]));
  for (const { from, to } of edges) {
    const a = groups.findIndex((group) => group.has(from));
    const b = groups.findIndex((group) => group.has(to));
    if (a === b || a < 0 || b < 0) continue;
    const [moved] = groups.splice(Math.max(a, b), 1);
    for (const name of moved ?? []) groups[Math.min(a, b)]?.add(name);
  }
  return groups.map((group) => states.filter(({ name }) => group.has(name)));
}

function place(startAt: string, states: readonly StateSpec[], { drawn, told }: Folded, marks: Marks): Drawing {
  const placeOf = new Map(states.map(({ name }, index) => [name, index]));
  const loose = states.map((state) => looseBox(state, told, marks));
  const edges = drawn.filter(({ from, to }) => placeOf.has(from) && placeOf.has(to));
  const { corners, lines, width, height } = arrange(
    loose.map((box) => ({ name: box.state.name, width: box.width, height: box.height })),
    edges.map((edge) => ({ from: edge.from, to: edge.to, label: labelOf(edge), weight: weightOf(edge, placeOf) })),
  );
  const boxes = loose.map((box, index) => ({ ...box, at: corners[index] ?? { x: 0, y: 0 } }));
  const first = boxes.find(({ state }) => state.name === startAt);
  return {
    width,
    height,
    boxes,
    edges: edges.map((edge, index) => ({
      ...edge,
      points: lines[index]?.points ?? [],
      labelAt: lines[index]?.labelAt,
      label: labelOf(edge),
      taken: marks.taken.has(keyOf(edge)),
    })),
    start: first && { x: first.at.x + first.width / 2, y: first.at.y },
  };
}

/** Ways down the file are kept straight, ways back up bend around them. */
const weightOf = ({ from, to }: Edge, placeOf: ReadonlyMap<string, number>): number =>
  (placeOf.get(to) ?? 0) > (placeOf.get(from) ?? 0) ? 8 : 1;

/** Between the lists inside a state, and around them. */
const gap = 12;

function looseBox(state: StateSpec, all: readonly Edge[], marks: Marks): Omit<PlacedBox, 'at'> {
  const told = all.filter(({ from }) => from === state.name);
  const box = boxOf(state, marks.states.get(state.name), told);
  const sign = told.some(isOnlyError);
  if (state.inside.length === 0) return { ...box, inside: [], sign };
  let x = gap;
  const inside = state.inside.map((list) => {
    const drawing = place(list.startAt, list.states, fold(edgesOf(list), marks.taken), marks);
    const at = { x, y: box.height };
    x += drawing.width + gap;
    return { at, drawing };
  });
  const tallest = Math.max(...inside.map(({ drawing }) => drawing.height));
  return { ...box, width: Math.max(x, box.width), height: box.height + tallest + gap, inside, sign };
}

/** Every state that carries the sign of an error, so that the legend can explain it. */
export const signed = (drawings: readonly Drawing[]): readonly PlacedBox[] =>
  drawings.flatMap(({ boxes }) =>
    boxes.flatMap((box) => [...(box.sign ? [box] : []), ...signed(box.inside.map(({ drawing }) => drawing))]),
  );

/** Of the widest of its drawings, in pixels at its natural size. */
export const widthOf = (list: StateList, marks: Marks): number =>
  Math.max(0, ...drawingsOf(list, marks).map(({ width }) => width));
