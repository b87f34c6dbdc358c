import { mergeConfig } from '../../lambdas/kernel/config/index.ts';
import { toIso } from '../../lambdas/kernel/instant.ts';
import { World } from '../world/world.ts';
import { act, sendWebhook } from './acts.ts';
import { missingCapability } from './capabilities.ts';
import { StoryError } from './mistakes.ts';
import { settle } from './people.ts';
import { configOf, type DueStep, readStory, type Story } from './read-story.ts';
import { type Report, reportOf } from './report.ts';
import { accountsOf, pendingOf } from './report-accounts.ts';
import { isBuilt } from './step-schema.ts';
import { runWithStripe } from './stripe-timers.ts';
import type { Noted } from './timeline.ts';

export interface Stage {
  readonly world: World;
  readonly story: Story;
  readonly notes: Noted[];
  readonly looks: { at: string; label: string; accounts: unknown; pending: unknown }[];
  /** The configuration as written, which `config` steps lay more over. */
  input: unknown;
}

/**
 * Plays a story to its end; the same story gives the same report, byte for byte.
 * @throws StoryError when the story is wrong, also where that shows only while it is played
 */
export async function playStory(raw: unknown): Promise<Report> {
  const story = readStory(raw);
  const world = await World.create(story.start, story.config);
  for (const account of story.accounts) await settle(world, account);
  const stage: Stage = { world, story, notes: [], looks: [], input: story.input };
  for (const due of story.steps) world.simulator.at(due.due, 'story', due.step.do, () => takeStep(stage, due));
  await runWithStripe(world, story.end);
  return reportOf(stage);
}

async function takeStep(stage: Stage, due: DueStep): Promise<void> {
  try {
    await perform(stage, due);
  } catch (error) {
    if (error instanceof StoryError) throw error;
    throw new StoryError([`story[${due.index}]: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

async function perform(stage: Stage, { step, index }: DueStep): Promise<void> {
  const { world, story } = stage;
  const at = toIso(world.simulator.now());
  if (!isBuilt(step)) {
    const account = 'account' in step ? step.account : undefined;
    stage.notes.push({ at, ...(account ? { account } : {}), text: missingCapability(step.do) });
    return;
  }
  switch (step.do) {
    case 'note':
      stage.notes.push({ at, ...(step.account ? { account: step.account } : {}), text: step.text });
      return;
    case 'look':
      stage.looks.push({ at, label: step.label, accounts: accountsOf(world), pending: pendingOf(world) });
      return;
    case 'config':
      return reconfigure(stage, step.set, index);
    case 'webhook':
      return sendWebhook(world, step);
    default: {
      const account = story.accounts.find(({ id }) => id === step.account);
      if (account) act(world, step, account);
    }
  }
}

async function reconfigure(stage: Stage, set: unknown, index: number): Promise<void> {
  const mistakes: string[] = [];
  const input = mergeConfig(stage.input, set);
  const config = configOf(input, `story[${index}].set`, mistakes);
  if (config === undefined) throw new StoryError(mistakes);
  stage.input = input;
  await stage.world.configure(config);
}
