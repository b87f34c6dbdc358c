const FORM = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * RFC 3339 with a capital T and an offset, to epoch milliseconds; undefined for anything else. A fraction finer than a
 * millisecond is rounded up, so that a timer never fires before the moment that was asked for.
 */
export function parseTimestamp(text: string): number | undefined {
  const [, day, time, fraction = '', offset] = FORM.exec(text) ?? [];
  if (day === undefined || time === undefined || offset === undefined) return undefined;
  const whole = Date.parse(`${day}T${time}${offset}`);
  if (Number.isNaN(whole) || !isCalendarDay(day)) return undefined;
  return whole + Math.ceil(Number(`0${fraction}`) * 1000);
}

/** Date.parse turns 30 February into 2 March. */
const isCalendarDay = (day: string): boolean => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
