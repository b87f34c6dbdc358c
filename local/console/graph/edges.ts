import { conditionLabel } from './conditions.ts';
import type { StateFields, StateList, StateSpec } from './definition.ts';

/** Why one goes this way: the state's own Next, a rule of a Choice, its Default, or an error that is caught. */
export interface Way {
  readonly kind: 'next' | 'rule' | 'otherwise' | 'error';
  /** What stands on the line; empty where nothing has to be said. */
  readonly label: string;
}

/** From one state to another, for one or several reasons. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly ways: readonly Way[];
}

export const keyOf = ({ from, to }: Pick<Edge, 'from' | 'to'>): string => JSON.stringify([from, to]);

/** All ways between the states of one list, those between the same two joined. */
export function edgesOf({ states }: StateList): Edge[] {
  const joined = new Map<string, Edge>();
  for (const { to, from, way } of states.flatMap(waysOut)) {
    const key = keyOf({ from, to });
    joined.set(key, { from, to, ways: [...(joined.get(key)?.ways ?? []), way] });
  }
  return [...joined.values()];
}

type One = Pick<Edge, 'from' | 'to'> & { readonly way: Way };

function waysOut({ name, fields }: StateSpec): One[] {
  const to = (target: string, way: Way): One => ({ from: name, to: target, way });
  return [
    ...(fields.Next === undefined ? [] : [to(fields.Next, { kind: 'next', label: '' })]),
    ...fields.Choices.map((rule) => to(rule.Next, { kind: 'rule', label: conditionLabel(rule, fields.Choices) })),
    ...(fields.Default === undefined ? [] : [to(fields.Default, { kind: 'otherwise', label: 'otherwise' })]),
    ...fields.Catch.map(({ ErrorEquals, Next }) => to(Next, { kind: 'error', label: errorLabel(ErrorEquals) })),
  ];
}

const errorLabel = (errors: StateFields['Catch'][number]['ErrorEquals']): string =>
  errors.includes('States.ALL') ? 'any error' : errors.join(', ');

export const isOnlyError = ({ ways }: Edge): boolean => ways.every(({ kind }) => kind === 'error');

export const labelOf = (edge: Edge): string =>
  [...new Set(edge.ways.filter(({ kind }) => isOnlyError(edge) || kind !== 'error').map(({ label }) => label))]
    .filter((label) => label !== '')
    .join(', ');

/** More ways in or out than this, and lines would cross everything: they are told on the states instead. */
const mostLines = 3;

export interface Folded {
  readonly drawn: readonly Edge[];
  /** Told on the state they leave: an error's way, a way to where many lead, one of many ways. */
  readonly told: readonly Edge[];
}

/**
 * Which ways become lines. What a run took always does. Ways of errors do not unless
 * they are the only way to a state; nor those of a state with many, nor those to a state that many lead to, except one.
 */
export function fold(edges: readonly Edge[], taken: ReadonlySet<string>): Folded {
  const lines = edges.filter((edge) => !isOnlyError(edge) || isOnlyWay(edge, edges));
  const isDrawn = (edge: Edge): boolean =>
    taken.has(keyOf(edge)) || (lines.includes(edge) && !isCrowded(edge, lines, taken));
  return { drawn: edges.filter(isDrawn), told: edges.filter((edge) => !isDrawn(edge)) };
}

/** What nothing but the error of one state leads to would hang in the air without its line. */
const isOnlyWay = ({ to }: Edge, edges: readonly Edge[]): boolean => edges.filter((one) => one.to === to).length === 1;

function isCrowded(edge: Edge, edges: readonly Edge[], taken: ReadonlySet<string>): boolean {
  if (edges.filter(({ from }) => from === edge.from).length > mostLines + 1) return true;
  const into = edges.filter(({ to }) => to === edge.to);
  return into.length > mostLines && (into.at(-1) !== edge || into.some((one) => taken.has(keyOf(one))));
}
