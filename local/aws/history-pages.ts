import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';

/** Every page of an execution's history, one call after the other, as `ask` answers it. */
export async function* historyPages(
  ask: (command: GetExecutionHistoryCommand) => Promise<unknown>,
  executionArn: string,
): AsyncGenerator<unknown> {
  let nextToken: unknown;
  do {
    const more = typeof nextToken === 'string' ? { nextToken } : {};
    const page = await ask(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...more }));
    yield page;
    nextToken = Object(page).nextToken;
  } while (typeof nextToken === 'string');
}
