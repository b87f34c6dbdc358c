import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';
import type { Arrived, Recorder } from './recorder.ts';

/** Every delivery to the endpoint, with the account it is about; null where no declared customer is named. */
export function webhooksOf(world: World, { arrived }: Recorder, owners: ReadonlyMap<string, string>) {
  const customers = new Map(
    [...world.stripe.peek('invoices'), ...world.stripe.peek('charges')].map(({ id, customer }) => [id, customer]),
  );
  const ownerOf = (event: Arrived | undefined): string | null => {
    const about = customers.get(event?.invoice ?? event?.charge ?? '');
    return owners.get(event?.customer ?? about ?? '') ?? null;
  };
  return world.webhooks.map(({ at, type, status, answer }, index) => {
    const event = arrived[index];
    return { at: toIso(instant(at)), type, status, answer, id: event?.id ?? null, account: ownerOf(event) };
  });
}
