import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import example from '../../retention.config.ts';
import { awsClients } from './clients.ts';
import { openStage } from './open-stage.ts';
import { createStageApp } from './stage-app.ts';
import { roundSeconds } from './stage-board.ts';

/** The console of a deployed stage, its lists read once and then in the background. @throws StageError */
export async function stageApp(stage: string, write: boolean): Promise<ReturnType<typeof createStageApp>> {
  const config = resolveConfig(mergeConfig(example, {}));
  const source = await openStage({ stage, write, config, environment: process.env }, awsClients);
  await source.stageBoard.renew();
  setInterval(() => void source.stageBoard.tick(), roundSeconds * 1000).unref();
  return createStageApp(source);
}
