import type { Values } from '../dynamodb/values.ts';
import type { Target } from '../faults/faults.ts';
import { assumptions } from './assumptions.ts';
import { readUnits, refusedUnits, type WriteUnits, writeUnits } from './capacity-units.ts';
import type { Heard } from './listen.ts';
import type { Journey, Usage } from './usage.ts';

type Count = (call: Heard, journey: Journey, usage: Usage) => void;

/** What AWS bills for one call. Calls of Step Functions' own API cost nothing; Stripe's cost what leaves AWS. */
export const countCall: Count = (call, journey, usage) => counts[call.target]?.(call, journey, usage);

const counts: Readonly<Partial<Record<Target, Count>>> = {
  store: countRows,
  queues: ({ input }, journey, usage) =>
    usage.add(journey, 'sqs.standard', 'sends and delays', chunks(input.MessageBody)),
  ses: ({ input }, journey, usage) => usage.add(journey, 'ses.essentials', 'mails', recipients(input)),
  bus: ({ input }, journey, usage) => usage.add(journey, 'eb.custom_event', 'domain events', lengthOf(input.Entries)),
  stripe: (_call, journey, usage) =>
    usage.add(journey, 'transfer.out', 'requests to Stripe', assumptions['stripe-request'].value / 1e9),
};

function countRows(call: Heard, journey: Journey, usage: Usage): void {
  if (/^(Get|Query)Command$/.test(call.operation)) usage.add(journey, 'ddb.rru', 'reads', readOf(call));
  else countWrite(call, journey, usage);
}

function countWrite({ error, before, after }: Heard, journey: Journey, usage: Usage): void {
  const refused = error === 'ConditionalCheckFailedException';
  const units = refused ? refusedUnits(before) : writeUnits(before, error === undefined ? after : before);
  addWrites(units, refused ? 'refused writes' : 'writes', journey, usage);
}

function addWrites({ table, due, list }: WriteUnits, what: string, journey: Journey, usage: Usage): void {
  usage.add(journey, 'ddb.wru', what, table);
  usage.add(journey, 'ddb.wru', 'due index', due);
  usage.add(journey, 'ddb.wru', 'list index', list);
}

function readOf({ operation, input, answer }: Heard): number {
  const { Item, Items } = Object(answer) as { Item?: Values; Items?: readonly Values[] };
  const items = operation === 'QueryCommand' ? (Items ?? []) : Item ? [Item] : [];
  return readUnits(items, input.ConsistentRead === true);
}

/** SQS bills each 64 KB. */
const chunks = (body: unknown): number => Math.max(1, Math.ceil(Buffer.byteLength(String(body ?? '')) / 65_536));

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

function recipients(input: Values): number {
  const { ToAddresses, CcAddresses, BccAddresses } = Object(input.Destination);
  return lengthOf(ToAddresses) + lengthOf(CcAddresses) + lengthOf(BccAddresses);
}
