import { invalid } from './errors.ts';
import type { DocumentPath, Step } from './expression-syntax.ts';
import { isMap, type Values } from './values.ts';

/** What an expression is evaluated against; names and values as the request brought them. */
export interface Scope {
  readonly item: Values;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Values;
}

/** A way into an item with its placeholders resolved: names of attributes, places in lists. */
export type Way = readonly (string | number)[];

const nameOf = (name: string, names: Readonly<Record<string, string>>): string => {
  if (!name.startsWith('#')) return name;
  const real = names[name];
  if (real === undefined) {
    throw invalid(`An expression attribute name used in the document path is not defined; attribute name: ${name}`);
  }
  return real;
};

const resolved = (step: Step, names: Readonly<Record<string, string>>): string | number =>
  step.kind === 'index' ? step.index : nameOf(step.name, names);

export const wayOf = ({ steps }: DocumentPath, names: Readonly<Record<string, string>>): Way =>
  steps.map((step) => resolved(step, names));

/** The value at the end of a path, undefined where there is none. */
export function read({ steps }: DocumentPath, { item, names }: Scope): unknown {
  let place: unknown = item;
  for (const step of steps) {
    place = child(place, resolved(step, names));
    if (place === undefined) return undefined;
  }
  return place;
}

export function child(place: unknown, at: string | number): unknown {
  if (typeof at === 'number') return Array.isArray(place) ? place[at] : undefined;
  return isMap(place) && Object.hasOwn(place, at) ? place[at] : undefined;
}

export function valueIn(name: string, { values }: Scope): unknown {
  const value = values[name];
  if (value === undefined)
    throw invalid(`An expression attribute value used in expression is not defined; attribute value: ${name}`);
  return value;
}
