import { giveConsent, withdrawConsent, wordsOfToday } from '../../lambdas/cards/keep-consent.ts';
import { started } from '../world/functions.ts';
import type { StoryAccount } from './account-schema.ts';
import { cardAt } from './at-stripe.ts';
import { customerOf } from './people.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';

/** The customer says on the phone whether a card is a backup: the row that the page would write, by a person. */
export async function consent({ world, recorder }: Stage, step: Of<'card.consent'>, account: StoryAccount) {
  const { id: card } = cardAt(world.stripe, step.card, account);
  const about = { account: account.id, customer: customerOf(account), card };
  const by = { how: 'person', who: 'the story' } as const;
  await world.invocations.run(
    started('pages'),
    async () =>
      step.backup
        ? giveConsent(about, by, await wordsOfToday(world.ports), world.ports)
        : withdrawConsent(about, by, world.ports),
    () => recorder.note(world.simulator.now(), `card ${card} ${step.backup ? 'is' : 'is no'} backup card`, account.id),
  );
}
