import { World } from '../world/world.ts';
import { ArmedFaults } from './armed-faults.ts';
import { StepError } from './at-stripe.ts';
import { StoryError } from './mistakes.ts';
import { settle } from './people.ts';
import { perform } from './perform.ts';
import { type DueStep, readStory, type Story } from './read-story.ts';
import { Recorder } from './recorder.ts';
import { type Report, reportOf } from './report.ts';
import type { Stage } from './stage.ts';
import { standBetween } from './stand-between.ts';

/**
 * Plays a story to its end; the same story gives the same report, byte for byte.
 * @throws StoryError when the story is wrong, also where that shows only while it is played
 */
export const playStory = async (raw: unknown): Promise<Report> => (await playWorld(readStory(raw))).report;

/** With the world as it stands at the end. */
export async function playWorld(story: Story): Promise<{ readonly report: Report; readonly world: World }> {
  const stage = await stageOf(story);
  const { world } = stage;
  for (const due of story.steps) {
    world.simulator.at(due.due, 'story', `story[${due.index}]`, () => takeStep(stage, due));
  }
  await world.runUntil(story.end);
  return { report: await reportOf(stage), world };
}

async function stageOf(story: Story): Promise<Stage> {
  const recorder = new Recorder();
  const world = await World.create(story.start, story.config, { watch: recorder.watch });
  const faults = new ArmedFaults(story.seed, recorder, () => world.simulator.now());
  standBetween(world, faults, recorder);
  for (const account of story.accounts) await settle(world, account);
  return { world, story, recorder, faults, looks: [], answers: [], pages: [], input: story.input };
}

async function takeStep(stage: Stage, due: DueStep): Promise<void> {
  // The outside world does not fail; a command of operations is a call like any other.
  stage.faults.resting = due.step.do !== 'ops' && due.step.do !== 'run';
  try {
    await perform(stage, due.step);
  } catch (error) {
    if (error instanceof StoryError) throw error;
    const path = error instanceof StepError ? `story[${due.index}].${error.field}` : `story[${due.index}]`;
    throw new StoryError([`${path}: ${error instanceof Error ? error.message : String(error)}`]);
  } finally {
    stage.faults.resting = false;
  }
}
