import { entries, type Operation, type Tokens } from './stripe-budget-rules.ts';

/** What one process holds in one lane: leased and not spent, and what it has spent, which foretells what it will want. */
export interface Purse {
  readonly slot: number;
  readonly left: Tokens;
  readonly spent: Tokens;
  readonly spentBefore: Tokens;
}

/** Most of one operation taken ahead of need: what is leased and not spent is lost to everybody for a second. */
const mostAhead = 5;

const empty = { left: {}, spent: {}, spentBefore: {} } as const;

/** The purse as it stands in `slot`: a lease ends with its slot. */
export function purseIn(slot: number, purse: Purse | undefined): Purse {
  if (!purse) return { slot, ...empty };
  return purse.slot === slot ? purse : { slot, left: {}, spent: {}, spentBefore: purse.spent };
}

export const covers = ({ left }: Purse, need: Tokens): boolean =>
  entries(need).every(([operation, count]) => (left[operation] ?? 0) >= count);

export const filled = (purse: Purse, leased: Tokens): Purse => ({ ...purse, left: plus(purse.left, leased) });

export const spend = (purse: Purse, need: Tokens): Purse => ({
  ...purse,
  left: map(purse.left, (operation, count) => count - (need[operation] ?? 0)),
  spent: plus(purse.spent, need),
});

/** What is missing for this call. */
export const shortOf = ({ left }: Purse, need: Tokens): Tokens =>
  dropZero(map(need, (operation, count) => Math.max(0, count - (left[operation] ?? 0))));

/** The same, with what this process went on to spend in its last slot: steps look alike, so one lease then serves several calls. */
export function hopedFor(purse: Purse, need: Tokens): Tokens {
  const ahead = map(purse.spentBefore, (operation, count) =>
    Math.min(mostAhead, Math.max(0, count - (purse.spent[operation] ?? 0) - (purse.left[operation] ?? 0))),
  );
  const short = shortOf(purse, need);
  return dropZero({ ...ahead, ...map(short, (operation, count) => Math.max(count, ahead[operation] ?? 0)) });
}

const plus = (one: Tokens, other: Tokens): Tokens => ({
  ...one,
  ...map(other, (operation, count) => count + (one[operation] ?? 0)),
});

const map = (tokens: Tokens, change: (operation: Operation, count: number) => number): Tokens =>
  Object.fromEntries(entries(tokens).map(([operation, count]) => [operation, change(operation, count)]));

const dropZero = (tokens: Tokens): Tokens => Object.fromEntries(entries(tokens).filter(([, count]) => count > 0));
