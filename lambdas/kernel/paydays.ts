/** A day of the month (31 is its last where it has fewer), its last working day, or its fifth. */
export type Payday = number | 'last' | 'fifth-working-day';

export interface PaydayRow {
  readonly days: readonly [Payday, ...Payday[]];
  readonly source: string;
  readonly reason: string;
}

/**
 * When wages are usually there. Only what goes by the month: a fortnight's or a week's rhythm differs from employer to
 * employer and is not known from the outside. The card's own history tells more than any row, and goes first.
 */
export const usualPaydays = {
  US: {
    days: [1, 15],
    source: 'retention OS, phase 8: "retry on the 1st and 15th"',
    reason: 'half-monthly wages and benefits; the fortnights of most employers have no common day',
  },
  CA: {
    days: [15, 'last'],
    source: 'custom of half-monthly payrolls; Canada Labour Code, section 247 (within 30 days)',
    reason: 'half-monthly wages come in the middle and at the end of the month',
  },
  GB: {
    days: ['last'],
    source: 'spec payment-recovery, payday',
    reason: 'most monthly wages are paid by Bacs on the last working day',
  },
  DE: {
    days: ['last'],
    source: 'TVöD, section 24 (last day of the month), for others BGB, section 614',
    reason: 'public pay and most salaries are there on the last bank day',
  },
  FR: {
    days: ['last'],
    source: 'Code du travail, article L3242-1 (monthly pay)',
    reason: 'transfers go out in the last days of the month, so by the last one the wage is there',
  },
  NL: {
    days: [25],
    source: 'custom; BW, book 7, article 623 (by the end of the period)',
    reason: 'most employers pay between the 23rd and the 25th',
  },
  ES: {
    days: ['last'],
    source: 'Estatuto de los Trabajadores, article 29 (documented, at most monthly)',
    reason: 'wages are paid in the last days of the month, at the latest on the last working day',
  },
  IT: {
    days: [27],
    source: 'custom of banks and private employers',
    reason: 'the 27th is the usual value date of salaries; public pay on the 23rd is there by then',
  },
  AU: {
    days: [15],
    source: 'custom of monthly payrolls; Fair Work Act 2009, section 323 (at least monthly)',
    reason: 'monthly wages usually come in the middle of the month; fortnights have no common day',
  },
  JP: {
    days: [25],
    source: 'custom; 労働基準法, article 24 (monthly, on a fixed day)',
    reason: 'the 25th is by far the most usual 給料日, and one that falls on a bank holiday is paid before it',
  },
  BR: {
    days: ['fifth-working-day'],
    source: 'CLT, article 459, § 1',
    reason:
      'the law sets the fifth working day; Saturdays count for it and not for banks, so by the fifth bank day it is there',
  },
  IN: {
    days: [1, 7],
    source: 'Code on Wages 2019, section 17 (monthly wages within seven days)',
    reason: 'most salaries are there on the first, by law all of them on the seventh',
  },
} as const satisfies Readonly<Record<string, PaydayRow>>;
