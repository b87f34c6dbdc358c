import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findMoto } from '../../../local/rehearsal/moto-server.ts';
import type { Report } from '../../../local/rehearsal/rehearse.ts';

const root = resolve(import.meta.dirname, '../../..');
// A quarter of a minute for one test: asked for by name, as MOTO_SERVER=moto_server npm test.
const moto = process.env.MOTO_SERVER === undefined ? undefined : findMoto();
if (moto === undefined)
  process.stderr.write('skipped: the rehearsal of a deploy, MOTO_SERVER does not name a moto_server\n');

const node = (...args: readonly string[]): string =>
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd: root, encoding: 'utf8' });

/** Templates as a deploy has them, without what `npm run synth` tests elsewhere: cdk-nag, and bundles nobody runs here. */
const synth = `
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { addStage } from './infra/add-stage.ts';
import { bundledCode } from './infra/bundles.ts';
import { stageOf } from './infra/stages.ts';
const app = new App({ outdir: process.argv[1], analyticsReporting: false, treeMetadata: false });
const [bundled, run] = [bundledCode(), ['stripe-webhook', 'execution-events', 'sweep']];
addStage(app, stageOf('dev'), (name) => (run.includes(name) ? bundled(name) : Code.fromInline('exports.handler = 0')));
app.synth();`;

(moto ? describe : describe.skip)('a deploy rehearsed in moto', () => {
  let folder = '';
  let report: Report;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
    node('--input-type=module', '--eval', synth, folder);
    report = JSON.parse(node('local/rehearsal/cli.ts', folder, '--json'));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('makes both stacks', () => {
    expect(report.stacks.map(({ stack, status }) => [stack, status])).toEqual([
      ['holdfast-dev-data', 'CREATE_COMPLETE'],
      ['holdfast-dev', 'CREATE_COMPLETE'],
    ]);
    const made = report.stacks[1]?.made;
    expect(made?.['AWS::StepFunctions::StateMachine']).toBe(1);
    expect(made?.['AWS::Lambda::Function']).toBeGreaterThanOrEqual(8);
  });

  it('leads one failed payment from the webhook to an execution, and its end back to the case', () => {
    expect(report.steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.steps).toHaveLength(11);
  });
});
