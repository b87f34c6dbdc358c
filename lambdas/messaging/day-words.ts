import type { MailLanguage } from '../../templates/catalog.ts';
import type { Instant } from '../kernel/instant.ts';

export interface Reader {
  readonly language: MailLanguage;
  readonly zone: string;
}

/** Day before month, as most of the world writes it; it reads the same to everybody because the month is a word. */
const regions: Readonly<Record<MailLanguage, string>> = { en: 'en-GB' };

const formats = new Map<string, Intl.DateTimeFormat>();

/** `Friday 13 November`, and `Monday 22 February 2027` where the year is not the one the reader is in; never a comma. */
export const dayWords = (at: Instant, now: Instant, reader: Reader): string => words(at, now, reader, true);

/** `10 November`, with the year where it is another one. */
export const dateWords = (at: Instant, now: Instant, reader: Reader): string => words(at, now, reader, false);

function words(at: Instant, now: Instant, reader: Reader, weekday: boolean): string {
  const parts = partsOf(at, reader);
  const year = parts.year === partsOf(now, reader).year ? undefined : parts.year;
  return [weekday ? parts.weekday : undefined, parts.day, parts.month, year].filter(Boolean).join(' ');
}

function partsOf(at: Instant, { language, zone }: Reader): Partial<Record<string, string>> {
  const key = `${language} ${zone}`;
  const known = formats.get(key);
  const format =
    known ??
    new Intl.DateTimeFormat(regions[language], {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: zone,
    });
  formats.set(key, format);
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}
