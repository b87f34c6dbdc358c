import type { Replayed } from './replay.ts';

export interface Strange {
  readonly replayed: Replayed;
  readonly points: number;
  readonly why: readonly string[];
}

interface Oddity {
  readonly points: number;
  /** What is odd about it, in words; undefined: nothing. */
  readonly of: (one: Replayed) => string | undefined;
}

const days = (from: number, to: number): number => Math.floor((to - from) / 86_400_000);

const times = (n: number, what: string): string => `${n} ${what}`;

/** What somebody who is about to go live wants to look at first. */
const oddities: readonly Oddity[] = [
  { points: 100, of: ({ report }) => (report.violations.length > 0 ? 'a promise of ours is broken in it' : undefined) },
  {
    points: 60,
    of: ({ report }) =>
      report.cases.some(({ status }) => status === 'attention') ? 'it ends up with a person' : undefined,
  },
  {
    points: 40,
    of: ({ failures, report }) => {
      const late = failures.find(({ end, failedAt }) => end.kind === 'paid' && days(failedAt, end.at) >= 14);
      return late && report.cases.some(({ stage }) => stage === 'paused')
        ? 'paused, and they really paid later'
        : undefined;
    },
  },
  {
    points: 35,
    of: ({ failures, report }) =>
      failures.some(({ end }) => end.kind === 'paid') && !report.cases.some(({ outcome }) => outcome === 'recovered')
        ? 'they really paid, and here they did not'
        : undefined,
  },
  {
    points: 30,
    of: ({ report }) => {
      const reason = report.withheld.find(
        ({ verdict, reason: why }) => verdict === 'dropped' && /^no_/.test(why),
      )?.reason;
      return reason ? `a mail could not be written: ${reason}` : undefined;
    },
  },
  {
    points: 20,
    of: ({ failures }) => (failures.length > 2 ? times(failures.length, 'failed renewals in the time') : undefined),
  },
  {
    points: 20,
    of: ({ report }) => (report.emails.length > 6 ? times(report.emails.length, 'mails to one customer') : undefined),
  },
  {
    points: 15,
    of: ({ failures }) => {
      const most = Math.max(...failures.map(({ tries }) => tries));
      return most > 6 ? times(most, 'tries on one invoice back then') : undefined;
    },
  },
  {
    points: 10,
    of: ({ report }) => (report.tasks.length > 0 ? times(report.tasks.length, 'tasks for a person') : undefined),
  },
  {
    points: 5,
    of: ({ failures }) =>
      new Set(failures.map(({ subscription }) => subscription)).size > 1 ? 'more than one subscription' : undefined,
  },
];

/** The strangest first, as many as are asked for; one with nothing odd about it is not among them. */
export function strangest(replayed: readonly Replayed[], most: number): Strange[] {
  return replayed
    .map(weigh)
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || (a.replayed.account < b.replayed.account ? -1 : 1))
    .slice(0, most);
}

function weigh(replayed: Replayed): Strange {
  const found = oddities.flatMap(({ points, of }) => {
    const why = of(replayed);
    return why === undefined ? [] : [{ points, why }];
  });
  return { replayed, points: found.reduce((sum, { points }) => sum + points, 0), why: found.map(({ why }) => why) };
}
