import { remembered } from './asked.ts';
import type { AccountLine, Board, CaseLine } from './board.ts';
import { type Html, link, path } from './kit.ts';

const urgency: Readonly<Record<string, number>> = { attention: 2, open: 1 };
const urgencyOf = ({ status }: CaseLine): number => urgency[status] ?? 0;

/** Of each account the case that matters most: one that needs a person, else an open one, else the last. */
export const leadingCases = remembered(({ cases }: Board): ReadonlyMap<string, CaseLine> => {
  const leading = new Map<string, CaseLine>();
  for (const one of cases) {
    const known = leading.get(one.account);
    if (!known || urgencyOf(one) > urgencyOf(known)) leading.set(one.account, one);
  }
  return leading;
});

const lower = remembered(({ name, account }: AccountLine) => `${name}\n${account}`.toLowerCase());

export const accountText = (line: AccountLine): string => lower(line);

/** By name; two of one name by their id. */
export const accountsByName = remembered(({ accounts }: Board): readonly AccountLine[] =>
  [...accounts.values()].sort((a, b) => (lower(a) < lower(b) ? -1 : 1)),
);

/** By its name, leading to its page; one nobody knows is shown by its id. */
export const accountLink = ({ accounts }: Board, account: string): Html =>
  link(path('accounts', account), accounts.get(account)?.name ?? account);
