import { Graph, layout } from '@dagrejs/dagre';
import { type StateList, type StateSpec } from './definition.ts';
import { type Edge, edgesOf, fold, keyOf, labelOf } from './edges.ts';
import type { Marks } from './marks.ts';
import { type Box, boxOf } from './node.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

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

const gap = { between: 26, rank: 30, margin: 14, inside: 12 } as const;

/** States that no line connects make drawings of their own, which stand beside or below each other as there is room. */
export function drawingsOf(list: StateList, marks: Marks): Drawing[] {
  const { drawn, told } = fold(edgesOf(list), marks.taken);
  return components(list, drawn).map((states) => place(list, states, drawn, told, marks));
}

/** In the order of the file; the first one holds the start. */
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

function place(
  list: StateList,
  states: readonly StateSpec[],
  drawn: readonly Edge[],
  told: readonly Edge[],
  marks: Marks,
): Drawing {
  const unplaced = states.map((state) => unplacedBox(state, told, marks));
  const edges = drawn.filter(({ from }) => states.some(({ name }) => name === from));
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: gap.between, ranksep: gap.rank, marginx: gap.margin, marginy: gap.margin });
  for (const { box } of unplaced) graph.setNode(box.state.name, { width: box.width, height: box.height });
  for (const edge of edges) graph.setEdge(edge.from, edge.to, lineOf(edge, states));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const boxes = unplaced.map(({ box, inside, sign }) => ({ ...box, inside, sign, at: cornerOf(graph.node(box.state.name)) }));
  const first = boxes.find(({ state }) => state.name === list.startAt);
  return {
    width,
    height,
    boxes,
    edges: edges.map((edge) => placedEdge(edge, graph.edge(edge.from, edge.to), marks)),
    start: first && { x: first.at.x + first.width / 2, y: first.at.y },
  };
}

/** A label of a line takes room. Ways down the file are kept straight, ways back up bend around them. */
function lineOf(edge: Edge, states: readonly StateSpec[]) {
  const label = labelOf(edge);
  const room = label ? { width: label.length * 7 + 8, height: 16, labelpos: 'c' as const } : {};
  const placeOf = (name: string): number => states.findIndex((state) => state.name === name);
  return { ...room, weight: placeOf(edge.to) > placeOf(edge.from) ? 8 : 1 };
}

function unplacedBox(state: StateSpec, all: readonly Edge[], marks: Marks) {
  const told = all.filter(({ from }) => from === state.name);
  const sign = told.some(({ ways }) => ways.every(({ kind }) => kind === 'error'));
  const inner = state.inside.map((list) => insideOf(list, marks));
  const plain = boxOf(state, marks.states.get(state.name), told);
  if (inner.length === 0) return { box: plain, inside: [], sign };
  let x: number = gap.inside;
  const inside = inner.map((drawing) => {
    const at = { x, y: plain.height };
    x += drawing.width + gap.inside;
    return { at, drawing };
  });
  const height = plain.height + Math.max(...inner.map((drawing) => drawing.height)) + gap.inside;
  return { box: { ...plain, width: Math.max(x, plain.width), height }, inside, sign };
}

/** A list inside a state is one drawing, whatever hangs together in it. */
function insideOf(list: StateList, marks: Marks): Drawing {
  const { drawn, told } = fold(edgesOf(list), marks.taken);
  return place(list, list.states, drawn, told, marks);
}

const cornerOf = ({ x = 0, y = 0, width, height }: { x?: number; y?: number; width: number; height: number }): Point => ({
  x: x - width / 2,
  y: y - height / 2,
});

function placedEdge(
  edge: Edge,
  line: { points?: readonly Point[]; x?: number; y?: number },
  { taken }: Marks,
): PlacedEdge {
  const label = labelOf(edge);
  const { points = [], x, y } = line;
  const labelAt = label && x !== undefined && y !== undefined ? { x, y } : undefined;
  return { ...edge, points, label, labelAt, taken: taken.has(keyOf(edge)) };
}

/** Whether any state's errors go where no line shows, so that the legend explains the sign. */
export const signs = (drawings: readonly Drawing[]): readonly PlacedBox[] =>
  drawings.flatMap(({ boxes }) => boxes.flatMap((box) => [...(box.sign ? [box] : []), ...signs(box.inside.map((one) => one.drawing))]));

