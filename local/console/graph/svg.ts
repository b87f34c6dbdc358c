import { html, raw } from 'hono/html';
import { labelWidth, type Point } from './arrange.ts';
import { isOnlyError } from './edges.ts';
import type { Drawing, PlacedBox, PlacedEdge } from './layout.ts';
import { type Shape, sizes } from './node.ts';

type Html = ReturnType<typeof html>;

export interface Titles {
  readonly title: string;
  readonly description: string;
  /** Makes ids of one page differ. */
  readonly id: string;
}

/** Where a state's box leads: to the place on the page that tells of it, if there is one. */
export type Target = (state: string) => string | undefined;

/** At its natural size where there is room, smaller where there is less, and no smaller than can be read: then it scrolls. */
export function svgOf(drawing: Drawing, { title, description, id }: Titles, target: Target): Html {
  const width = Math.ceil(drawing.width);
  const height = Math.ceil(drawing.height) + above;
  return html`<svg class="graph" viewBox="0 ${-above} ${width} ${height}" width="${width}" height="${height}" style="min-width:${Math.round(width * leastScale)}px" role="group" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
<defs>${['way', 'way-taken', 'error', 'error-taken'].map((kind) => marker(id, kind))}</defs>${contents(drawing, id, target)}</svg>`;
}

/** Smaller, and the type could not be read: it would be less than 10 pixels high. */
const leastScale = 0.75;

/** Room for the sign of the start. */
const above = 16;

const contents = (drawing: Drawing, id: string, target: Target): Html =>
  html`${drawing.start ? startSign(drawing.start) : ''}${lines(drawing).map((edge) => line(edge, id))}${drawing.boxes.map((box) => boxed(box, id, target))}${drawing.edges.map(lineLabel)}`;

/** What was taken is drawn over what was not. */
const lines = ({ edges }: Drawing): readonly PlacedEdge[] =>
  edges.toSorted((a, b) => Number(a.taken) - Number(b.taken));

const marker = (id: string, kind: string): Html =>
  html`<marker id="${id}-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="head ${kind}" d="M0,0L8,4L0,8z"/></marker>`;

const startSign = ({ x, y }: Point): Html =>
  html`<g class="start" aria-hidden="true"><circle cx="${round(x)}" cy="${round(y - 19)}" r="5"/><path class="way" d="M${round(x)},${round(y - 14)}V${round(y - 2)}"/></g>`;

const classOf = (edge: PlacedEdge): string => `${isOnlyError(edge) ? 'error' : 'way'}${edge.taken ? '-taken' : ''}`;

function line(edge: PlacedEdge, id: string): Html {
  const kind = classOf(edge);
  return html`<path class="edge ${kind}" d="${raw(pathOf(edge.points))}" marker-end="url(#${id}-${kind})"/>`;
}

/** Through the middle of each stretch, bent at the points between: no corners, no overshoot. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const last = rest.at(-1) ?? first;
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    return `Q${round(point.x)},${round(point.y)} ${round((point.x + next.x) / 2)},${round((point.y + next.y) / 2)}`;
  });
  return `M${round(first.x)},${round(first.y)}${bends.join('')}L${round(last.x)},${round(last.y)}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function lineLabel(edge: PlacedEdge): Html | '' {
  if (!edge.labelAt) return '';
  const { x, y } = edge.labelAt;
  const width = labelWidth(edge.label) - 2;
  return html`<g class="label ${classOf(edge)}"><rect x="${round(x - width / 2)}" y="${round(y - 8)}" width="${width}" height="16" rx="4"/><text x="${round(x)}" y="${round(y + 4)}">${edge.label}</text></g>`;
}

function boxed(box: PlacedBox, id: string, target: Target): Html {
  const { state, mark, at, shape } = box;
  const to = target(state.name);
  const drawn = html`<title>${state.fields.Comment ?? state.fields.Type}</title>${outline(shape, box)}${texts(box)}${signOf(box)}${box.inside.map(({ at: { x, y }, drawing }) => html`<g transform="translate(${round(x)},${round(y)})">${contents(drawing, id, target)}</g>`)}`;
  const where = `translate(${round(at.x)},${round(at.y)})`;
  const of = `state ${shape} ${mark?.standing ?? 'ahead'}`;
  if (to === undefined || box.inside.length > 0) return html`<g class="${of}" transform="${where}">${drawn}</g>`;
  return html`<a class="${of}" href="${to}" transform="${where}">${drawn}</a>`;
}

/** The shape says what a state is, also in black and white: a decision has points, a wait a second rim, an end is round. */
function outline(shape: Shape, { width: w, height: h }: PlacedBox): Html {
  switch (shape) {
    case 'choice':
      return html`<path class="box" d="M12,0H${w - 12}L${w},${h / 2}L${w - 12},${h}H12L0,${h / 2}z"/>`;
    case 'succeed':
    case 'fail':
      return html`<rect class="box" width="${w}" height="${h}" rx="${h / 2}"/><rect class="rim" x="3" y="3" width="${w - 6}" height="${h - 6}" rx="${h / 2 - 3}"/>`;
    case 'wait':
      return html`<rect class="box" width="${w}" height="${h}" rx="6"/><path class="rim" d="M6,0V${h}M${w - 6},0V${h}"/>`;
    default:
      return html`<rect class="box" width="${w}" height="${h}" rx="6"/>`;
  }
}

function texts({ lines, width }: PlacedBox): Html {
  return html`${lines.map(
    ({ text, kind }, index) =>
      html`<text class="${kind}" x="${round(width / 2)}" y="${sizes.padding + 11 + index * sizes.line}">${text}</text>`,
  )}`;
}

const signOf = ({ sign, width }: PlacedBox): Html | '' =>
  sign ? html`<text class="sign" x="${width - 15}" y="15" aria-hidden="true">⚠</text>` : '';
