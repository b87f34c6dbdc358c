// The functions, not the classes: a bundle takes only these, a third of the whole.
import { create, getTimeZoneTransition, offsetNanoseconds } from 'temporal-polyfill/fns/ZonedDateTime';

/** A stretch of time in which one zone keeps one distance from UTC: [from, to) in milliseconds. */
export interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  /** Local minus UTC, in milliseconds. */
  readonly offset: number;
}

/** Zones come from outside too (a contact's device), so the cache has an end; the world has about 600 names. */
const MAX_ZONES = 1000;

interface ZoneSpans {
  last: OffsetSpan;
  readonly known: OffsetSpan[];
}

const zones = new Map<string, ZoneSpans>();

/** @throws RangeError naming the zone when the zone database does not know it */
export function offsetSpanAt(epochMilliseconds: number, zone: string): OffsetSpan {
  const spans = zones.get(zone);
  if (spans === undefined) return remember(zone, epochMilliseconds);
  if (holds(spans.last, epochMilliseconds)) return spans.last;
  const found = spans.known.find((span) => holds(span, epochMilliseconds)) ?? readSpan(epochMilliseconds, zone);
  if (!spans.known.includes(found)) spans.known.push(found);
  spans.last = found;
  return found;
}

export const offsetAt = (epochMilliseconds: number, zone: string): number =>
  offsetSpanAt(epochMilliseconds, zone).offset;

const holds = (span: OffsetSpan, at: number): boolean => at >= span.from && at < span.to;

function remember(zone: string, at: number): OffsetSpan {
  const span = readSpan(at, zone);
  if (zones.size >= MAX_ZONES) zones.clear();
  zones.set(zone, { last: span, known: [span] });
  return span;
}

/** The slow way, once per zone and season: Temporal finds a transition by bisecting the zone database (about 1 ms). */
function readSpan(at: number, zone: string): OffsetSpan {
  const nanoseconds = BigInt(at) * 1_000_000n;
  const there = create(nanoseconds, zone);
  const next = getTimeZoneTransition(there, 'next');
  const begins = getTimeZoneTransition(create(nanoseconds + 1n, zone), 'previous');
  return {
    from: begins?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: offsetNanoseconds(there) / 1e6,
  };
}

const AREA = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;

/** True for a name of the IANA zone database and for `UTC`; offsets such as `+02:00` are not zones, they have no summer. */
export function isZone(text: string): boolean {
  if (!AREA.test(text) || text.length > 64) return false;
  if (zones.has(text)) return true;
  try {
    offsetSpanAt(0, text);
    return true;
  } catch {
    return false;
  }
}
