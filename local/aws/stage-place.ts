import type { Caller } from './caller.ts';
import type { StageEnvironment } from './stage-environment.ts';
import { StageError } from './stage-error.ts';

export interface StageAt {
  readonly table: string;
  readonly machine: string;
  readonly accountId: string;
  readonly region: string;
}

/** Where a stage is: its machine's ARN says the account and the region. @throws StageError naming what is missing */
export function placeIn(
  stage: string,
  { TABLE_NAME: table, PAYMENT_RECOVERY_ARN: machine }: StageEnvironment,
): StageAt {
  const [, region, accountId] = /^arn:[\w-]+:states:([\w-]+):(\d{12}):stateMachine:/.exec(machine ?? '') ?? [];
  if (!table || !machine || !region || !accountId)
    throw new StageError(
      `the names of stage "${stage}" lack ${table ? 'PAYMENT_RECOVERY_ARN' : 'TABLE_NAME'}: npm run deploy -- --stage ${stage} writes them`,
    );
  return { table, machine, accountId, region };
}

/** @throws StageError where the shell is set up for another region: what one reads there would not be this stage */
export function checkRegion(stage: string, at: StageAt, region: string | undefined): void {
  if (region !== undefined && region !== at.region)
    throw new StageError(
      `stage "${stage}" is in ${at.region}, your AWS environment says ${region}: set AWS_REGION=${at.region} or choose its profile`,
    );
}

/** @throws StageError where the credentials are of another account */
export function checkAccount(stage: string, at: StageAt, { accountId, user }: Caller): void {
  if (accountId !== at.accountId)
    throw new StageError(
      `stage "${stage}" is in AWS account ${at.accountId}, ${user} is in ${accountId}: set AWS_PROFILE to a profile of that account`,
    );
}

/** @throws StageError with the line to add: acting on customers is for those who are named */
export function checkWriter({ user }: Caller, writers: readonly string[]): void {
  if (writers.includes(user)) return;
  const named = writers.length === 0 ? 'nobody is named' : `named are ${writers.join(', ')}`;
  throw new StageError(
    `--write is for those named in retention.config.ts under console.writers, ${named}: add '${user}', or start without --write to look`,
  );
}
