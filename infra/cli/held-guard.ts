import { loadAccount } from '../../lambdas/accounts/load-account.ts';
import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { todaysMode } from '../../lambdas/cases/todays-mode.ts';
import { type Held, heldByUs } from '../../lambdas/handback/held.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { Clients } from '../../local/stage/clients.ts';
import { readStack, stacksOf } from '../../local/stage/stacks.ts';
import { type Stage, StageError } from '../stages.ts';

export interface Guarded {
  readonly stage: Stage;
  readonly clients: Clients;
  /** `--hold-anyway`: somebody knows what stays held. */
  readonly holdAnyway: boolean;
}

/**
 * Recovery keeps Stripe from collecting the invoices it works on: when the stage goes, nobody collects them any more
 * (completions N3). @throws StageError naming the command that gives them back
 */
export async function refuseWhileHeld({ stage, clients, holdAnyway }: Guarded): Promise<void> {
  const table = holdAnyway ? undefined : await tableOf(stage, clients);
  if (table) refuse(await heldByUs(dynamoRows(clients.dynamodb, table)), stage, 'after a destroy');
}

/** The same where the new configuration takes live away from customers whose invoices are held. */
export async function refuseSwitchOff({ stage, clients, holdAnyway }: Guarded, config: RetentionConfig): Promise<void> {
  const table = holdAnyway ? undefined : await tableOf(stage, clients);
  if (!table) return;
  const rows = dynamoRows(clients.dynamodb, table);
  const held = await heldByUs(rows, async (row) => {
    return todaysMode(row, await loadAccount(rows, row.account), config) !== 'live';
  });
  refuse(held, stage, 'with recovery switched off by this configuration');
}

/** Undefined: the stage was never deployed, so it holds nothing. */
async function tableOf({ name }: Stage, { cloudFormation }: Clients): Promise<string | undefined> {
  return (await readStack(cloudFormation, stacksOf(name).retention))?.outputs.TableName;
}

function refuse(held: readonly Held[], { name }: Stage, when: string): void {
  if (held.length === 0) return;
  const invoices = held.reduce((sum, one) => sum + one.invoices.length, 0);
  const customers = new Set(held.map(({ account }) => account)).size;
  throw new StageError(
    `recovery holds ${invoices} ${invoices === 1 ? 'invoice' : 'invoices'} of ${customers} ${customers === 1 ? 'customer' : 'customers'}, and ${when} nobody would collect them: npm run stripe:handback -- --stage ${name} gives them back to Stripe, --hold-anyway goes on without`,
  );
}
