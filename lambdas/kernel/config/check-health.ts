import { type Check, complain } from './check.ts';
import type { Keys } from './problems.ts';
import type { RetentionConfig } from './resolved.ts';

type Health = RetentionConfig['health'];

function sumTo100(weights: Health['weights'], keys: Keys) {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 100) < 1e-9) return [];
  return complain(keys, sum, {
    allowed: 'weights that sum to 100',
    fix: `${sum > 100 ? 'lower' : 'raise'} them by ${Number(Math.abs(sum - 100).toFixed(6))} together`,
  });
}

const weightsSum: Check = ({ health }) => [
  ...sumTo100(health.weights, ['health', 'weights']),
  ...Object.entries(health.profiles).flatMap(([name, { weights }]) =>
    weights === undefined ? [] : sumTo100(weights, ['health', 'profiles', name, 'weights']),
  ),
];

const bandOrder = ['critical', 'at_risk', 'monitor', 'healthy'] as const;

/** Together the bands cover 0 to 100, each whole number once. */
const bandsTouch: Check = ({ health: { bands } }) =>
  bandOrder.flatMap((name, index) => {
    const below = bandOrder[index - 1];
    const expected = below === undefined ? 0 : bands[below].to + 1;
    const { from, to } = bands[name];
    const keys = ['health', 'bands', name];
    if (from !== expected) {
      return complain([...keys, 'from'], from, {
        allowed: `${expected}, where ${below ?? 'the scale'} ${below === undefined ? 'starts' : 'ends'}`,
        fix: 'bands touch and do not overlap: move this bound or its neighbour',
      });
    }
    if (to < from || (name === 'healthy' && to !== 100)) {
      return complain([...keys, 'to'], to, {
        allowed: name === 'healthy' ? '100' : `at least ${from}`,
        fix: 'bands cover every whole score from 0 to 100',
      });
    }
    return [];
  });

type Step = Health['points']['billing_page_visits'][number];

const bound = ({ below, upTo }: Step): number => below ?? upTo ?? Number.POSITIVE_INFINITY;

/** `below: 1` ends before `upTo: 1`, so the two may follow each other. */
const follows = (before: Step, next: Step): boolean =>
  bound(before) < bound(next) ||
  (bound(before) === bound(next) && before.below !== undefined && next.upTo !== undefined);

function stepIsRight(row: Step, before: Step | undefined, last: boolean): boolean {
  const twoBounds = row.below !== undefined && row.upTo !== undefined;
  const open = bound(row) === Number.POSITIVE_INFINITY;
  return !twoBounds && open === last && (before === undefined || follows(before, row));
}

/** Names the first wrong step of a signal; the ones behind it are usually right again once it is. */
const pointStepsAscend: Check = ({ health: { points } }) =>
  Object.entries(points).flatMap(([signal, rows]) => {
    const index = rows.findIndex((row, at) => !stepIsRight(row, rows[at - 1], at === rows.length - 1));
    if (index < 0) return [];
    return complain(['health', 'points', signal, index], rows[index], {
      allowed: 'ascending steps with one bound each (`below` or `upTo`), and a last step without a bound',
      fix: 'order the steps by their bound and leave the bound of the last one out',
    });
  });

export const healthChecks: readonly Check[] = [weightsSum, bandsTouch, pointStepsAscend];
