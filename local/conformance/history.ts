import type { HistoryEvent } from '../asl/index.ts';
import type { ExpectedEvent } from './case.ts';
import { agrees, brief, causeAgrees } from './compare.ts';

/** A history event in the flat form the cases use. */
export interface FlatEvent {
  readonly type: string;
  readonly id: number;
  readonly prev: number;
  readonly [field: string]: unknown;
}

const JSON_FIELDS = new Set(['input', 'output', 'parameters']);

/** Flattens a history; events that do not name their state get it from the chain of events before them. */
export function flatten(history: readonly HistoryEvent[]): FlatEvent[] {
  const states = new Map<number, string>();
  return history.map((event) => {
    const details = detailsOf(event);
    const entered = /State(Entered|Exited)$/.test(event.type);
    const state = entered ? String(details.name) : (text(details.state) ?? states.get(event.previousEventId));
    if (state !== undefined) states.set(event.id, state);
    return {
      ...fieldsOf(details, entered),
      ...(state === undefined ? {} : { state }),
      type: event.type,
      id: event.id,
      prev: event.previousEventId,
    };
  });
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function detailsOf(event: HistoryEvent): Record<string, unknown> {
  const found = Object.entries(event).find(([key]) => key.endsWith('EventDetails'))?.[1];
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

function fieldsOf(details: Record<string, unknown>, entered: boolean): Record<string, unknown> {
  const fields = Object.entries(details).flatMap(([key, value]): [string, unknown][] => {
    if (key.endsWith('Details') || (entered && key === 'name')) return [];
    if (key === 'assignedVariables') return [['assigned', parseAll(value)]];
    return [[key, JSON_FIELDS.has(key) && typeof value === 'string' ? JSON.parse(value) : value]];
  });
  return Object.fromEntries(fields);
}

const parseAll = (texts: unknown): unknown =>
  Object.fromEntries(Object.entries(Object(texts)).map(([name, text]) => [name, JSON.parse(String(text))]));

/** Every field the recording shows, apart from its place in the history. */
export function eventAgrees(expected: ExpectedEvent, actual: FlatEvent): boolean {
  if (expected.type !== actual.type) return false;
  return Object.entries(expected).every(([field, value]) => {
    if (field === 'type' || field === 'id' || field === 'prev' || field === 'restored') return true;
    // The state of events that carry no name is the recorder's reading of the chain; only a contradiction counts.
    if (field === 'state' && actual.state === undefined) return true;
    return field === 'cause' ? causeAgrees(value, actual.cause) : agrees(value, actual[field]);
  });
}

export type Order = 'total' | 'causal' | 'multiset' | 'none';

/** Undefined when the history agrees under the given order, else what differs first. */
export function compareHistory(
  expected: readonly ExpectedEvent[],
  actual: readonly FlatEvent[],
  order: Order,
): string | undefined {
  if (order === 'none') return undefined;
  if (expected.length !== actual.length) return lengthText(expected, actual);
  if (order === 'total') return compareTotal(expected, actual);
  return match(expected, actual, order === 'causal') ? undefined : mismatchText(expected, actual, order);
}

function compareTotal(expected: readonly ExpectedEvent[], actual: readonly FlatEvent[]): string | undefined {
  for (const [i, wanted] of expected.entries()) {
    const got = actual[i];
    const inPlace =
      got !== undefined && (wanted.prev === undefined || wanted.prev === null || wanted.prev === got.prev);
    if (!inPlace || !eventAgrees(wanted, got)) return `event ${i + 1}: expected ${brief(wanted)}, got ${brief(got)}`;
  }
  return undefined;
}

/** Tries to give every expected event its own actual one; when causal, predecessors must correspond as well. */
function match(expected: readonly ExpectedEvent[], actual: readonly FlatEvent[], causal: boolean): boolean {
  const used = new Set<number>();
  const places = new Map<number, number>([[0, 0]]);
  let budget = 200_000;
  const place = (i: number): boolean => {
    const wanted = expected[i];
    if (wanted === undefined) return true;
    for (const got of actual) {
      if (used.has(got.id) || budget-- < 0 || !eventAgrees(wanted, got)) continue;
      if (causal && !prevAgrees(wanted, got, places)) continue;
      used.add(got.id);
      if (typeof wanted.id === 'number') places.set(wanted.id, got.id);
      if (place(i + 1)) return true;
      used.delete(got.id);
      if (typeof wanted.id === 'number') places.delete(wanted.id);
    }
    return false;
  };
  return place(0);
}

const prevAgrees = (wanted: ExpectedEvent, got: FlatEvent, places: ReadonlyMap<number, number>): boolean =>
  typeof wanted.prev !== 'number' || places.get(wanted.prev) === got.prev;

const typesOf = (events: readonly { type: string }[]): string => events.map((event) => event.type).join(' ');

const lengthText = (expected: readonly ExpectedEvent[], actual: readonly FlatEvent[]): string =>
  `expected ${expected.length} events (${typesOf(expected)}), got ${actual.length} (${typesOf(actual)})`;

function mismatchText(expected: readonly ExpectedEvent[], actual: readonly FlatEvent[], order: Order): string {
  const odd = expected.find((wanted) => !actual.some((got) => eventAgrees(wanted, got)));
  if (odd !== undefined) return `no event agrees with ${brief(odd)}`;
  return `the events agree one by one but not as a ${order} order: expected ${chain(expected)}, got ${chain(actual)}`;
}

const chain = (events: readonly { type: string; prev?: unknown; id?: unknown }[]): string =>
  events.map((event) => `${event.prev}>${event.id}:${event.type}`).join(' ');
