import { wallClock } from '../../lambdas/compose/clock.ts';
import { arnsOf } from '../../lambdas/compose/workflows.ts';
import { peopleOf, type RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { Caller } from './caller.ts';
import { callerOf } from './caller.ts';
import type { StageClients } from './clients.ts';
import { namesOf } from './names-of.ts';
import { readTable } from './read-table.ts';
import { stageActs } from './stage-acts.ts';
import type { StageEnvironment } from './stage-environment.ts';
import { checkAccount, checkRegion, checkWriter, placeIn, type StageAt } from './stage-place.ts';
import { StageSource } from './stage-source.ts';

export interface StageWanted {
  readonly stage: string;
  readonly write: boolean;
  readonly config: RetentionConfig;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Everything is checked before anything is read: who asks, that it is the stage they mean, and that they may. @throws StageError */
export async function openStage(wanted: StageWanted, clients: StageClients): Promise<StageSource> {
  const { stage, write, config } = wanted;
  const names = await namesOf(stage, wanted.environment, clients);
  const at = placeIn(stage, names);
  checkRegion(stage, at, await clients.region());
  const caller = await callerOf(clients.identity(at.region));
  checkAccount(stage, at, caller);
  if (write) checkWriter(caller, config.console.writers);
  return sourceOf(wanted, { names, at, caller }, clients);
}

interface Found {
  readonly names: StageEnvironment;
  readonly at: StageAt;
  readonly caller: Caller;
}

function sourceOf({ stage, write, config }: StageWanted, { names, at, caller }: Found, clients: StageClients) {
  const { region, accountId } = at;
  return new StageSource({
    place: { kind: 'stage', stage, region, accountId, user: caller.user, mayWrite: write },
    table: readTable(clients.table(region), at.table),
    executions: clients.executions(region),
    arnOf: (name) => arnsOf(at.machine).execution('payment-recovery', name),
    config,
    now: wallClock.now,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    ...(write ? { acts: stageActs({ names, region, who: caller.user, people: peopleIn(config) }) } : {}),
  });
}

const peopleIn = ({ people }: RetentionConfig): string[] => peopleOf(people).map(({ address }) => address);
