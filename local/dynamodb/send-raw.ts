import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from './in-process-table.ts';
import type { WireRequest } from './wire.ts';

export interface RawSender {
  send(command: never): Promise<unknown>;
}

/**
 * Sends what a state machine's `aws-sdk:dynamodb:…` task sends, to any client: wire form in, wire form out, without the
 * SDK's own metadata, as the task's result has none.
 */
export async function sendRaw(
  client: RawSender,
  operation: Operation,
  input: WireRequest,
): Promise<Record<string, unknown>> {
  const answer = await client.send(commandOf(operation, input as never) as never);
  const { $metadata: _, ...output } = { $metadata: undefined, ...(answer as object) };
  return output;
}

/** The SDK checks nothing here: what is wrong with the input, the table says. */
function commandOf(operation: Operation, input: never): object {
  switch (operation) {
    case 'getItem':
      return new GetItemCommand(input);
    case 'putItem':
      return new PutItemCommand(input);
    case 'updateItem':
      return new UpdateItemCommand(input);
    case 'deleteItem':
      return new DeleteItemCommand(input);
    case 'query':
      return new QueryCommand(input);
  }
}
