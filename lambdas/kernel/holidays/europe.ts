import type { Holiday, HolidayCalendar } from './rule.ts';

/** England's days: Bacs and Faster Payments keep them in the whole kingdom, so Scotland's and Northern Ireland's own are left out. */
export const unitedKingdom: HolidayCalendar = {
  source: 'Banking and Financial Dealings Act 1971; Bacs processing calendar',
  holidays: [
    { name: "New Year's Day", rule: { on: '01-01', shift: 'weekend-to-weekday' } },
    { name: 'Good Friday', rule: { easter: -2 } },
    { name: 'Easter Monday', rule: { easter: 1 } },
    { name: 'Early May bank holiday', rule: { nth: 1, weekday: 1, month: 5 } },
    { name: 'Spring bank holiday', rule: { nth: -1, weekday: 1, month: 5 } },
    { name: 'Summer bank holiday', rule: { nth: -1, weekday: 1, month: 8 } },
    { name: 'Christmas Day', rule: { on: '12-25', shift: 'weekend-to-weekday' } },
    { name: 'Boxing Day', rule: { on: '12-26', shift: 'weekend-to-weekday' } },
  ],
};

/** No euro transfer settles on these, whatever the country keeps: a wage is there the working day before. */
const target: readonly Holiday[] = [
  { name: 'TARGET: New Year', rule: { on: '01-01' } },
  { name: 'TARGET: Good Friday', rule: { easter: -2 } },
  { name: 'TARGET: Easter Monday', rule: { easter: 1 } },
  { name: 'TARGET: 1 May', rule: { on: '05-01' } },
  { name: 'TARGET: Christmas Day', rule: { on: '12-25' } },
  { name: 'TARGET: 26 December', rule: { on: '12-26' } },
];

const targetDays = 'closing days of TARGET (ECB, long-term calendar)';

export const germany: HolidayCalendar = {
  source: `Feiertage in all sixteen Länder; ${targetDays}`,
  holidays: [
    ...target,
    { name: 'Christi Himmelfahrt', rule: { easter: 39 } },
    { name: 'Pfingstmontag', rule: { easter: 50 } },
    { name: 'Tag der Deutschen Einheit', rule: { on: '10-03' } },
  ],
};

export const france: HolidayCalendar = {
  source: `Code du travail, article L3133-1; ${targetDays}`,
  holidays: [
    ...target,
    { name: 'Victoire 1945', rule: { on: '05-08' } },
    { name: 'Ascension', rule: { easter: 39 } },
    { name: 'Lundi de Pentecôte', rule: { easter: 50 } },
    { name: 'Fête nationale', rule: { on: '07-14' } },
    { name: 'Assomption', rule: { on: '08-15' } },
    { name: 'Toussaint', rule: { on: '11-01' } },
    { name: 'Armistice', rule: { on: '11-11' } },
  ],
};

/** King's Day on a Sunday is kept on Saturday, which is no bank day either. 5 May is for the civil service only. */
export const netherlands: HolidayCalendar = {
  source: `Algemene termijnenwet, article 3; ${targetDays}`,
  holidays: [
    ...target,
    { name: 'Koningsdag', rule: { on: '04-27' }, since: 2014 },
    { name: 'Hemelvaartsdag', rule: { easter: 39 } },
    { name: 'Tweede pinksterdag', rule: { easter: 50 } },
  ],
};

/** The national days; each region exchanges some of them, which is left out as all regions are. */
export const spain: HolidayCalendar = {
  source: `Estatuto de los Trabajadores, article 37.2, and RD 2001/1983, article 45; ${targetDays}`,
  holidays: [
    ...target,
    { name: 'Reyes Magos', rule: { on: '01-06' } },
    { name: 'Asunción', rule: { on: '08-15' } },
    { name: 'Fiesta Nacional', rule: { on: '10-12' } },
    { name: 'Todos los Santos', rule: { on: '11-01' } },
    { name: 'Constitución', rule: { on: '12-06' } },
    { name: 'Inmaculada Concepción', rule: { on: '12-08' } },
  ],
};

export const italy: HolidayCalendar = {
  source: `Legge 260/1949, with 4 October by legge 151/2025; ${targetDays}`,
  holidays: [
    ...target,
    { name: 'Epifania', rule: { on: '01-06' } },
    { name: 'Liberazione', rule: { on: '04-25' } },
    { name: 'Festa della Repubblica', rule: { on: '06-02' } },
    { name: 'Assunzione', rule: { on: '08-15' } },
    { name: "San Francesco d'Assisi", rule: { on: '10-04' }, since: 2026 },
    { name: 'Ognissanti', rule: { on: '11-01' } },
    { name: 'Immacolata Concezione', rule: { on: '12-08' } },
  ],
};
