import type { HolidayCalendar } from './rule.ts';

/** The days of all states; the King's Birthday and Labour Day differ from state to state and are left out. */
export const australia: HolidayCalendar = {
  source: 'National Employment Standards, Fair Work Act 2009, section 115; substitute days as all states keep them',
  holidays: [
    { name: "New Year's Day", rule: { on: '01-01', shift: 'weekend-to-weekday' } },
    { name: 'Australia Day', rule: { on: '01-26', shift: 'weekend-to-weekday' } },
    { name: 'Good Friday', rule: { easter: -2 } },
    { name: 'Easter Monday', rule: { easter: 1 } },
    { name: 'Anzac Day', rule: { on: '04-25' } },
    { name: 'Christmas Day', rule: { on: '12-25', shift: 'weekend-to-weekday' } },
    { name: 'Boxing Day', rule: { on: '12-26', shift: 'weekend-to-weekday' } },
  ],
};

const moved = 'sunday-to-weekday';

export const japan: HolidayCalendar = {
  source: '国民の祝日に関する法律; bank days by 銀行法施行令, article 5 (31 December to 3 January)',
  bridges: true,
  holidays: [
    { name: '元日', rule: { on: '01-01', shift: moved } },
    { name: '銀行休業日', rule: { on: '01-02' }, banksOnly: true },
    { name: '銀行休業日', rule: { on: '01-03' }, banksOnly: true },
    { name: '成人の日', rule: { nth: 2, weekday: 1, month: 1 } },
    { name: '建国記念の日', rule: { on: '02-11', shift: moved } },
    { name: '天皇誕生日', rule: { on: '02-23', shift: moved }, since: 2020 },
    { name: '春分の日', rule: { equinox: 'spring', shift: moved } },
    { name: '昭和の日', rule: { on: '04-29', shift: moved } },
    { name: '憲法記念日', rule: { on: '05-03', shift: moved } },
    { name: 'みどりの日', rule: { on: '05-04', shift: moved } },
    { name: 'こどもの日', rule: { on: '05-05', shift: moved } },
    { name: '海の日', rule: { nth: 3, weekday: 1, month: 7 } },
    { name: '山の日', rule: { on: '08-11', shift: moved } },
    { name: '敬老の日', rule: { nth: 3, weekday: 1, month: 9 } },
    { name: '秋分の日', rule: { equinox: 'autumn', shift: moved } },
    { name: 'スポーツの日', rule: { nth: 2, weekday: 1, month: 10 } },
    { name: '文化の日', rule: { on: '11-03', shift: moved } },
    { name: '勤労感謝の日', rule: { on: '11-23', shift: moved } },
    { name: '大晦日', rule: { on: '12-31' }, banksOnly: true },
  ],
};

/**
 * Most holidays follow the moon and are announced year by year: the central government's list of 2026 stands here, and no
 * year that it has not announced. States add their own, which are left out. Saturdays count as weekend all year round.
 */
export const india: HolidayCalendar = {
  source: 'gazetted holidays of the central government, 2026',
  holidays: [
    { name: 'Republic Day', rule: { on: '01-26' } },
    { name: 'Good Friday', rule: { easter: -2 } },
    { name: 'Independence Day', rule: { on: '08-15' } },
    { name: 'Gandhi Jayanti', rule: { on: '10-02' } },
    { name: 'Christmas Day', rule: { on: '12-25' } },
    { name: 'Holi', rule: { dates: ['2026-03-04'] } },
    { name: 'Id-ul-Fitr', rule: { dates: ['2026-03-21'] } },
    { name: 'Ram Navami', rule: { dates: ['2026-03-26'] } },
    { name: 'Mahavir Jayanti', rule: { dates: ['2026-03-31'] } },
    { name: 'Buddha Purnima', rule: { dates: ['2026-05-01'] } },
    { name: 'Id-ul-Zuha', rule: { dates: ['2026-05-27'] } },
    { name: 'Muharram', rule: { dates: ['2026-06-26'] } },
    { name: 'Milad-un-Nabi', rule: { dates: ['2026-08-26'] } },
    { name: 'Janmashtami', rule: { dates: ['2026-09-04'] } },
    { name: 'Dussehra', rule: { dates: ['2026-10-20'] } },
    { name: 'Diwali', rule: { dates: ['2026-11-08'] } },
    { name: 'Guru Nanak Jayanti', rule: { dates: ['2026-11-24'] } },
  ],
};
