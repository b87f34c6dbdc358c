import type { Connection } from '../../lambdas/billing/connection.ts';
import { type ConnectStripe, readEndpoints, readPortals } from '../connect/at-stripe.ts';
import { stripeProblem } from '../connect/mistake.ts';

export interface Disconnecting {
  readonly stage: string;
  readonly stripe: ConnectStripe;
  readonly connection: Connection | undefined;
  readonly say: (line: string) => void;
  readonly agrees: (question: string) => Promise<boolean>;
}

/** Takes away what stripe:connect made for this stage and puts back what it changed, each on a yes of its own. */
export async function disconnect({ stage, stripe, connection, say, agrees }: Disconnecting): Promise<void> {
  const endpoints = (await readEndpoints(stripe)).filter((one) => one.stage === stage);
  const portals = (await readPortals(stripe)).filter((one) => one.stage === stage);
  const once = async (question: string, done: string, act: () => Promise<unknown>): Promise<void> => {
    if (!(await agrees(question))) return say(`left as it is: ${question.replace(/\?$/, '')}`);
    await act().catch((error: unknown) => {
      throw stripeProblem(error, question.replace(/\?$/, ''));
    });
    say(done);
  };
  for (const { id, url } of endpoints)
    await once(`delete the webhook endpoint ${id} (${url})?`, `deleted the endpoint ${id}`, () =>
      stripe.webhookEndpoints.del(id),
    );
  // Stripe deletes no portal configuration; an inactive one opens nothing.
  for (const { id } of portals)
    await once(`switch the portal configuration ${id} off?`, `switched off ${id}`, () =>
      stripe.billingPortal.configurations.update(id, { active: false }),
    );
  for (const { configuration, before } of connection?.changed ?? [])
    await once(
      `set cancelling in the portal ${configuration} back to ${before.enabled ? 'on' : 'off'}?`,
      `put back the portal ${configuration}`,
      () =>
        stripe.billingPortal.configurations.update(configuration, {
          features: { subscription_cancel: { enabled: before.enabled } },
        }),
    );
  if (endpoints.length + portals.length + (connection?.changed.length ?? 0) === 0)
    say('stripe:connect has made nothing for this stage');
}
