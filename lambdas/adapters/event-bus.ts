import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ServiceUnavailable } from '../kernel/failures.ts';
import type { Bus } from '../kernel/ports.ts';
import { clientOptions } from './client-options.ts';

export interface BusClient {
  send(command: PutEventsCommand): Promise<unknown>;
}

export const createEventBridge = (): BusClient => new EventBridgeClient(clientOptions);

/** At least once: a receiver recognises a repeat by the id in the detail. */
export const eventBus = (client: BusClient, busName: string): Bus => ({
  async publish({ id, type, account, detail }) {
    const entry = {
      EventBusName: busName,
      Source: 'holdfast',
      DetailType: type,
      Detail: JSON.stringify({ id, account, ...detail }),
    };
    const answer = await client.send(new PutEventsCommand({ Entries: [entry] })).catch((error: unknown) => {
      throw new ServiceUnavailable('the event bus did not answer: try again', { cause: error });
    });
    // PutEvents answers 200 for entries it did not take.
    if (Object(answer).FailedEntryCount) throw new ServiceUnavailable('the event bus did not take an event: try again');
  },
});
