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

/** `align` keeps a main line straight, with its ways back on one side. */
const plan = { rankdir: 'TB', align: 'UR', nodesep: 24, ranksep: 30 } as const;

/** Around a drawing; a label may reach into it. */
const margin = 14;

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
  const corners = boxes.map((box) => cornerOf(box, graph.node(box.name)));
  return framed(
    boxes,
    corners,
    lines.map(({ from, to, label }) => lineOf(label, graph.edge(from, to))),
  );
}

type Lines = Arranged['lines'];

/**
 * Mirrored, so that the main line is what a narrow screen shows first; and measured here, since the library's own
 * measure leaves out the bends of lines.
 */
function framed(boxes: readonly Sized[], corners: readonly Point[], lines: Lines): Arranged {
  const far = boxes.map(({ width, height }, index) => plus(corners[index], width, height));
  const all = [...corners, ...far, ...lines.flatMap(({ points }) => points)];
  const xs = all.map(({ x }) => x);
  const ys = all.map(({ y }) => y);
  const turned = ({ x, y }: Point, width = 0): Point => ({
    x: Math.max(...xs) - x - width + margin,
    y: y - Math.min(...ys) + margin,
  });
  return {
    width: Math.max(...xs) - Math.min(...xs) + 2 * margin,
    height: Math.max(...ys) - Math.min(...ys) + 2 * margin,
    corners: boxes.map(({ width }, index) => turned(corners[index] ?? { x: 0, y: 0 }, width)),
    lines: lines.map(({ points, labelAt }) => ({
      points: points.map((point) => turned(point)),
      labelAt: labelAt && turned(labelAt),
    })),
  };
}

const plus = (point: Point | undefined, x: number, y: number): Point => ({
  x: (point?.x ?? 0) + x,
  y: (point?.y ?? 0) + y,
});

/** The library's places are middles. */
const cornerOf = ({ width, height }: Sized, { x = 0, y = 0 }: { x?: number; y?: number }): Point => ({
  x: x - width / 2,
  y: y - height / 2,
});

function lineOf(label: string, { points = [], x, y }: { points?: readonly Point[]; x?: number; y?: number }) {
  const labelAt = label && x !== undefined && y !== undefined ? { x, y } : undefined;
  return { points: points.map((point) => ({ x: point.x, y: point.y })), labelAt };
}
