import type { HolidayCalendar } from './rule.ts';

/** Federal Reserve Banks: a holiday on a Sunday is kept on Monday, one on a Saturday is not kept on Friday. */
export const unitedStates: HolidayCalendar = {
  source: 'Federal Reserve Bank holiday schedule; 5 U.S.C. 6103',
  holidays: [
    { name: "New Year's Day", rule: { on: '01-01', shift: 'sunday-to-weekday' } },
    { name: 'Martin Luther King Jr. Day', rule: { nth: 3, weekday: 1, month: 1 } },
    { name: "Washington's Birthday", rule: { nth: 3, weekday: 1, month: 2 } },
    { name: 'Memorial Day', rule: { nth: -1, weekday: 1, month: 5 } },
    { name: 'Juneteenth', rule: { on: '06-19', shift: 'sunday-to-weekday' }, since: 2021 },
    { name: 'Independence Day', rule: { on: '07-04', shift: 'sunday-to-weekday' } },
    { name: 'Labor Day', rule: { nth: 1, weekday: 1, month: 9 } },
    { name: 'Columbus Day', rule: { nth: 2, weekday: 1, month: 10 } },
    { name: 'Veterans Day', rule: { on: '11-11', shift: 'sunday-to-weekday' } },
    { name: 'Thanksgiving Day', rule: { nth: 4, weekday: 4, month: 11 } },
    { name: 'Christmas Day', rule: { on: '12-25', shift: 'sunday-to-weekday' } },
  ],
};

/** Banks are under federal law; provincial days (Family Day, Civic Holiday) are left out, as all regions are. */
export const canada: HolidayCalendar = {
  source: 'Canada Labour Code, section 166 and 193 (general holidays of federally regulated employers)',
  holidays: [
    { name: "New Year's Day", rule: { on: '01-01', shift: 'weekend-to-weekday' } },
    { name: 'Good Friday', rule: { easter: -2 } },
    { name: 'Victoria Day', rule: { weekday: 1, upTo: '05-24' } },
    { name: 'Canada Day', rule: { on: '07-01', shift: 'weekend-to-weekday' } },
    { name: 'Labour Day', rule: { nth: 1, weekday: 1, month: 9 } },
    {
      name: 'National Day for Truth and Reconciliation',
      rule: { on: '09-30', shift: 'weekend-to-weekday' },
      since: 2021,
    },
    { name: 'Thanksgiving', rule: { nth: 2, weekday: 1, month: 10 } },
    { name: 'Remembrance Day', rule: { on: '11-11', shift: 'weekend-to-weekday' } },
    { name: 'Christmas Day', rule: { on: '12-25', shift: 'weekend-to-weekday' } },
    { name: 'Boxing Day', rule: { on: '12-26', shift: 'weekend-to-weekday' } },
  ],
};

/** Carnival and Corpus Christi are no national holidays, but banks are closed on them. */
export const brazil: HolidayCalendar = {
  source: 'Laws 662/1949, 6802/1980 and 14759/2023; CMN resolution 4880/2020 on bank days',
  holidays: [
    { name: 'Ano Novo', rule: { on: '01-01' } },
    { name: 'Carnaval (segunda-feira)', rule: { easter: -48 }, banksOnly: true },
    { name: 'Carnaval (terça-feira)', rule: { easter: -47 }, banksOnly: true },
    { name: 'Sexta-feira Santa', rule: { easter: -2 } },
    { name: 'Tiradentes', rule: { on: '04-21' } },
    { name: 'Dia do Trabalhador', rule: { on: '05-01' } },
    { name: 'Corpus Christi', rule: { easter: 60 }, banksOnly: true },
    { name: 'Independência', rule: { on: '09-07' } },
    { name: 'Nossa Senhora Aparecida', rule: { on: '10-12' } },
    { name: 'Finados', rule: { on: '11-02' } },
    { name: 'Proclamação da República', rule: { on: '11-15' } },
    { name: 'Consciência Negra', rule: { on: '11-20' }, since: 2024 },
    { name: 'Natal', rule: { on: '12-25' } },
  ],
};
