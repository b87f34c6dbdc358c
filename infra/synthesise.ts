import { rmSync } from 'node:fs';
import { App, CfnResource, type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { addStage, type CodeOf } from './add-stage.ts';
import { type Accepted, acceptedIn } from './constructs/accept.ts';
import type { Stage, StageName } from './stages.ts';

export interface Finding {
  readonly rule: string;
  readonly what: string;
  readonly where: readonly string[];
}

export interface Synthesised {
  readonly stages: readonly { readonly name: StageName; readonly resources: Readonly<Record<string, number>> }[];
  /** What cdk-nag's AwsSolutions found and nobody gave a reason for. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly Accepted[];
}

/** What CloudFormation's own rules find is an error and no warning. */
export const appContext = { '@aws-cdk/core:validateAgainstDefaultRules': true };

/**
 * Writes the templates of these stages to a folder; cdk-nag judges them, and CloudFormation's rules do, which takes most of
 * the time (`thorough`). Needs no account and no network.
 */
export function synthesise(stages: readonly Stage[], outdir: string, codeOf: CodeOf, thorough = true): Synthesised {
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: thorough,
    context: appContext,
  });
  const made = stages.map((stage) => ({ name: stage.name, stacks: Object.values(addStage(app, stage, codeOf)) }));
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  app.synth();
  return {
    stages: made.map(({ name, stacks }) => ({ name, resources: Object.fromEntries(stacks.map(countOf)) })),
    findings: violations.map(({ ruleName, description, violatingResources }) => ({
      rule: ruleName,
      what: description,
      where: violatingResources.map(({ constructPath }) => constructPath ?? 'an unnamed place'),
    })),
    accepted: acceptedIn(app),
  };
}

const countOf = (stack: Stack): [string, number] => [
  stack.stackName,
  stack.node.findAll().filter((one) => CfnResource.isCfnResource(one)).length,
];

/** The CDK's own command checks too: a finding stops its synth. */
export const withChecks = (app: App): void => Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
