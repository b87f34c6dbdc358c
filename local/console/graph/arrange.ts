import { Graph, layout } from '@dagrejs/dagre';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Sized {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** How straight it is kept against others. */
  readonly weight: number;
}

export interface Arranged {
  readonly width: number;
  readonly height: number;
  /** Upper left corners, in the order of the boxes. */
  readonly corners: readonly Point[];
  readonly lines: readonly { readonly points: readonly Point[]; readonly labelAt: Point | undefined }[];
}

/** `align` right keeps a main line straight, with its ways back on the left. */
const plan = { rankdir: 'TB', align: 'UR', nodesep: 24, ranksep: 30, marginx: 14, marginy: 14 } as const;

/** Of one line of the sheet's small type, which a label is set in. */
export const labelWidth = (label: string): number => label.length * 7 + 8;

const kept = new Map<string, Arranged>();
const mostKept = 200;

/** Runs of one machine look alike, and a page renews itself every other second: each layout is computed once. */
export function arrange(boxes: readonly Sized[], lines: readonly Line[]): Arranged {
  const key = JSON.stringify([boxes.map(({ name, width, height }) => [name, width, height]), lines]);
  const known = kept.get(key);
  if (known) return known;
  const arranged = computed(boxes, lines);
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(key, arranged);
  return arranged;
}

function computed(boxes: readonly Sized[], lines: readonly Line[]): Arranged {
  const graph = new Graph();
  graph.setGraph({ ...plan });
  for (const { name, width, height } of boxes) graph.setNode(name, { width, height });
  for (const { from, to, label, weight } of lines) {
    const room = label ? { width: labelWidth(label), height: 16, labelpos: 'c' } : {};
    graph.setEdge(from, to, { ...room, weight });
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    corners: boxes.map((box) => cornerOf(box, graph.node(box.name))),
    lines: lines.map(({ from, to, label }) => lineOf(label, graph.edge(from, to))),
  };
}

/** The library's places are middles. */
const cornerOf = ({ width, height }: Sized, { x = 0, y = 0 }: { x?: number; y?: number }): Point => ({
  x: x - width / 2,
  y: y - height / 2,
});

function lineOf(label: string, { points = [], x, y }: { points?: readonly Point[]; x?: number; y?: number }) {
  const labelAt = label && x !== undefined && y !== undefined ? { x, y } : undefined;
  return { points: points.map((point) => ({ x: point.x, y: point.y })), labelAt };
}
