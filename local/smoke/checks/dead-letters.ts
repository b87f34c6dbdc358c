import { GetQueueAttributesCommand, SendMessageCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { toIso } from '../../../lambdas/kernel/instant.ts';
import { awsProblem } from '../../stage/problem.ts';
import { type Check, fail, pass, skip } from '../check.ts';
import type { Smoke } from '../smoke.ts';

const attributes = z.object({ Attributes: z.record(z.string(), z.string()) });

async function attributesOf({ reaches }: Smoke, QueueUrl: string): Promise<Readonly<Record<string, string>>> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  const said = await reaches.clients.queues.send(command).catch((error: unknown) => {
    throw awsProblem(error, `read the queue ${QueueUrl}`);
  });
  return attributes.parse(said).Attributes;
}

const redrivePolicy = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() });

export const deadLettersComeBack: Check = {
  name: 'dead letters can be redriven',
  does: 'puts one harmless Stripe event among the dead letters of billing-events and starts the move back',
  expects: 'within 90 s the event was taken in; the queue gives up after 8 receives',
  cleansUp: 'removes the row the event leaves',
  async run(smoke) {
    const live = smoke.name('BILLING_EVENTS_QUEUE_URL');
    const { QueueArn, RedrivePolicy } = await attributesOf(smoke, live);
    if (!RedrivePolicy) return fail('billing-events has no dead-letter queue');
    const { deadLetterTargetArn: dead, maxReceiveCount } = redrivePolicy.parse(JSON.parse(RedrivePolicy));
    if (maxReceiveCount !== 8) return fail(`it gives up after ${maxReceiveCount} receives, 8 are meant`);
    const deadUrl = live.replace(/[^/]+$/, dead.split(':').at(-1) ?? '');
    const waiting = Number((await attributesOf(smoke, deadUrl)).ApproximateNumberOfMessages ?? 0);
    // Moving is for all of them: what a person has not looked at yet stays where it is.
    if (waiting > 0) return skip(`${waiting} dead letters wait for a person there: look at them first`);
    const id = `evt_smoke_${smoke.reaches.id}_dead`;
    const place = { pk: `EVENT#${id}`, sk: 'EVENT' };
    smoke.later('the row of the event', () => smoke.rows.remove(place));
    const { queues } = smoke.reaches.clients;
    await queues.send(new SendMessageCommand({ QueueUrl: deadUrl, MessageBody: harmless(smoke, id) }));
    const move = new StartMessageMoveTaskCommand({
      SourceArn: dead,
      ...(QueueArn ? { DestinationArn: QueueArn } : {}),
    });
    await queues.send(move).catch((error: unknown) => {
      throw awsProblem(error, 'move dead letters back');
    });
    const row = await smoke.until(90, () => smoke.rows.get(place));
    return row ? pass(String(row.why)) : fail('the event was not taken in within 90 s');
  },
};

/** About a customer Stripe does not know: it is read, found to change nothing, and remembered as that. */
function harmless({ reaches }: Smoke, id: string): string {
  const { livemode } = reaches;
  const type = 'customer.updated';
  const event = {
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(reaches.now() / 1000),
    livemode,
    type,
    data: { object: { id: `cus_smoke${reaches.id}`, object: 'customer' } },
  };
  return JSON.stringify({ id, type, livemode, receivedAt: toIso(reaches.now()), body: JSON.stringify(event) });
}
