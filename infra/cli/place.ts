import { callerOf } from '../../local/aws/caller.ts';
import type { Clients } from '../../local/stage/clients.ts';
import { readStack } from '../../local/stage/stacks.ts';
import { type Stage, StageError } from '../stages.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
  readonly user: string;
}

/** Where these credentials lead. @throws StageError when that is not where cdk.json puts the stage */
export async function placeOf({ name, own, livemode }: Stage, region: string, { sts }: Clients): Promise<Place> {
  const { accountId: account, user } = await callerOf(sts);
  if (own.account !== undefined && own.account !== account)
    throw new StageError(
      `these credentials are of account ${account}, but cdk.json puts stage "${name}" into ${own.account}: use another profile, or correct context.stages.${name}.account`,
    );
  // Real money: which account that is may not depend on the profile somebody happens to have set.
  if (livemode && (own.account === undefined || own.region === undefined))
    throw new StageError(
      `stage "${name}" needs its place written down: put "account": "${account}", "region": "${region}" into context.stages.${name} of cdk.json if that is the one`,
    );
  return { account, region, user };
}

/** What the CDK's own assets need; version 6 is the first with a role for files of its own. */
const oldest = 6;

/** The CDK keeps the functions' code in a bucket that one command makes once per account and region. */
export async function requireBootstrap({ cloudFormation }: Clients, { account, region }: Place): Promise<void> {
  const kit = await readStack(cloudFormation, 'CDKToolkit');
  // A kit of one's own need not say its version; the CDK then asks by itself.
  const version = Number(kit?.outputs.BootstrapVersion ?? (kit ? oldest : 0));
  if (version >= oldest) return;
  const why = kit
    ? `has version ${version} of the CDK's bootstrap, ${oldest} is needed`
    : 'is not bootstrapped for the CDK';
  throw new StageError(
    `account ${account} ${why} in ${region}: run it once and deploy again: npx cdk bootstrap aws://${account}/${region}`,
  );
}
