import type { StoryAccount } from './account-schema.ts';
import { customerOf, subscriptionOf } from './people.ts';

interface Named {
  readonly id: string;
  readonly path: string;
}

/** Ids that name two things: the second would silently take the place of the first. */
export function duplicatesIn(accounts: readonly StoryAccount[]): string[] {
  const named = (of: (account: StoryAccount, path: string) => readonly Named[]): Named[] =>
    accounts.flatMap((account, index) => of(account, `accounts[${index}]`));
  return [
    ...twice(named(({ id }, path) => [{ id, path: `${path}.id` }])),
    ...twice(named((account, path) => [{ id: customerOf(account), path: `${path}.stripe.customer` }])),
    ...twice(named(subscriptions)),
    ...twice(
      named(({ stripe }, path) => stripe.cards.map(({ id }, at) => ({ id, path: `${path}.stripe.cards[${at}].id` }))),
    ),
    ...accounts.flatMap(strangeCards),
  ];
}

/** The account's own subscription may stand in the list too: that is the same one, said in more words. */
function subscriptions(account: StoryAccount, path: string): Named[] {
  const own = subscriptionOf(account);
  const listed = account.stripe.subscriptions.map(({ id }, at) => ({
    id,
    path: `${path}.stripe.subscriptions[${at}].id`,
  }));
  const known = listed.some(({ id }) => id === own);
  return known ? listed : [{ id: own, path: `${path}.stripe.subscription` }, ...listed];
}

function twice(all: readonly Named[]): string[] {
  const seen = new Map<string, string>();
  return all.flatMap(({ id, path }) => {
    const before = seen.get(id);
    seen.set(id, before ?? path);
    return before === undefined ? [] : [`${path}: got "${id}", which ${before} has already; give it an id of its own`];
  });
}

function strangeCards({ stripe }: StoryAccount, index: number): string[] {
  const known = stripe.cards.map(({ id }) => id);
  return stripe.subscriptions.flatMap(({ card }, at) =>
    card === undefined || known.includes(card)
      ? []
      : [
          `accounts[${index}].stripe.subscriptions[${at}].card: got "${card}", allowed is ${known.join(', ') || 'none'}`,
        ],
  );
}
