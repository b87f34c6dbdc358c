import * as z from 'zod';
import { isZone, minutesOfTime } from '../calendar.ts';
import { parseInstant } from '../instant.ts';
import { isDuration } from './duration.ts';

/** What a refused value is told: what would be right, and the most likely repair. Read by `problems.ts`. */
export interface Advice {
  readonly allowed: string;
  readonly fix: string;
}

function checked(check: (text: string) => boolean, advice: Advice) {
  // The message is what a value of another type is told; see `read-issues.ts`.
  return z.string(advice.allowed).refine(check, { params: { ...advice } });
}

function reads(read: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      read(text);
      return true;
    } catch {
      return false;
    }
  };
}

const ADDRESS = /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/;

export const text = checked((value) => value.trim() !== '', {
  allowed: 'a text that is not empty',
  fix: 'write it out',
});

/** Why a number is what it is, in words a customer-success person would accept; verdicts and reports print it. */
export const reason = text;

/** What a row says for itself when the user wrote it and gave no reason. */
export const usersReason = reason.default('set in retention.config.ts');

export const duration = checked(isDuration, {
  allowed: 'a duration such as 24h, 10d, 30m or 1d12h',
  fix: 'write a whole number and a unit (d, h, m or s)',
});

export const address = checked((value) => ADDRESS.test(value), {
  allowed: 'a mail address such as billing@example.test',
  fix: 'write the bare address, without a name or angle brackets',
});

/** One person, or everybody at a domain. */
export const addressOrDomain = checked((value) => ADDRESS.test(value.replace(/^@/, 'any@')), {
  allowed: 'a mail address such as qa@example.test, or a domain such as @example.test',
  fix: 'write the bare address, or the domain with its @; a domain does not cover the ones below it',
});

export const zone = checked(isZone, {
  allowed: 'an IANA zone such as America/New_York',
  fix: 'take the name from the zone database, with its area; offsets such as +02:00 have no summer time',
});

export const currency = checked((value) => /^[a-z]{3}$/.test(value), {
  allowed: 'a lower-case ISO 4217 code such as usd',
  fix: 'write it the way Stripe does, in three lower-case letters',
});

export const country = checked((value) => /^[A-Z]{2}$/.test(value), {
  allowed: 'an upper-case ISO 3166-1 code such as US',
  fix: 'write two capital letters',
});

export const url = checked((value) => /^https?:\/\/[^\s/]+/.test(value), {
  allowed: 'a URL such as https://app.example.test',
  fix: 'start it with https://',
});

/** Plain http is for the developer's own machine. */
export const httpsUrl = checked((value) => /^(https:\/\/[^\s/@]+|http:\/\/localhost(:\d{1,5})?)(\/\S*)?$/.test(value), {
  allowed: 'an https address such as https://api.example.test/hooks',
  fix: 'start it with https://, without a password in it; http is for localhost only',
});

export const origin = checked((value) => /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(value), {
  allowed: 'an origin such as https://app.example.test',
  fix: 'write scheme, host and port only, in lower case, without a slash at its end',
});

export const time = checked(reads(minutesOfTime), {
  allowed: 'a local time such as 09:00',
  fix: 'write hours and minutes with two digits each, 00:00 to 23:59',
});

export const moment = checked(reads(parseInstant), {
  allowed: 'an instant such as 2026-11-10T09:00:00Z',
  fix: 'add the time and the offset from UTC, or Z',
});

export const colour = checked((value) => /^#[0-9a-fA-F]{6}$/.test(value), {
  allowed: 'a colour such as #1f6feb',
  fix: 'write # and six hexadecimal digits',
});

export const count = z.int().min(0);
export const positive = z.int().min(1);
/** 0 to 100. */
export const percent = z.number().min(0).max(100);
/** Calendar days in the account's zone, unless the field says elapsed. */
export const days = z.int().min(0);

/** Minor units in `company.currency`, or with a currency of its own. */
export const amount = z.union([z.int().min(0), z.strictObject({ amount: z.int().min(0), currency })]);
