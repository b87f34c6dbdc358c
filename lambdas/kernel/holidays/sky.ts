import { dayNumberOf } from '../civil-date.ts';

/** Easter Sunday of the western churches as a day number: the Gregorian computus of Meeus, Jones and Butcher. */
export function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const leap = Math.floor(century / 4);
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leap - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return dayNumberOf({ year, month: Math.floor(days / 31), day: (days % 31) + 1 });
}

/** Days of March and September on which the sun crosses the equator in 1980, and how much later a year is; Japan's own, for 1980 to 2099. */
const equinoxes = { spring: { month: 3, of1980: 20.8431 }, autumn: { month: 9, of1980: 23.2488 } } as const;
const laterPerYear = 0.242194;

/** The Japanese day of the equinox; the government names it each February for the next year, so far always this one. */
export function equinoxDay(year: number, which: 'spring' | 'autumn'): number {
  const { month, of1980 } = equinoxes[which];
  const since = year - 1980;
  return dayNumberOf({ year, month, day: Math.floor(of1980 + laterPerYear * since - Math.floor(since / 4)) });
}
