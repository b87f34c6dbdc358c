import { App } from 'aws-cdk-lib';
import { addStage } from './add-stage.ts';
import { bundledCode } from './bundles.ts';
import { isStage, readStage, StageError, stageNames } from './stages.ts';
import { appContext, withChecks } from './synthesise.ts';

/** What the CDK's own command runs (cdk.json). One stage with `-c stage=dev`, else all of them. */
const app = new App({ analyticsReporting: false, context: appContext });
const wanted: unknown = app.node.tryGetContext('stage');
try {
  if (wanted !== undefined && !(typeof wanted === 'string' && isStage(wanted)))
    throw new StageError(`stage "${String(wanted)}" is not known, expected ${stageNames.join(', ')}`);
  for (const name of wanted === undefined ? stageNames : [wanted]) addStage(app, readStage(name), bundledCode());
  withChecks(app);
  app.synth();
} catch (error) {
  if (!(error instanceof StageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
