import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundledCode, root } from '../bundles.ts';
import { isStage, readStage, StageError, stageNames } from '../stages.ts';
import { type Synthesised, synthesise } from '../synthesise.ts';

/** `npm run synth -- [--stage dev]`: the templates in cdk.out, judged by cdk-nag. Without AWS, without Docker. */
function main(args: readonly string[]): number {
  const start = performance.now();
  const names = stagesIn(args);
  const made = synthesise(
    names.map((name) => readStage(name)),
    join(root, 'cdk.out'),
    bundledCode(),
  );
  for (const { name, resources } of made.stages) {
    const stacks = Object.entries(resources).map(([stack, count]) => `${stack} ${count} resources`);
    console.log(`${name}: ${stacks.join(', ')}`);
  }
  tellAccepted(made);
  tellFindings(made);
  console.log(`${((performance.now() - start) / 1000).toFixed(1)} s, templates in cdk.out`);
  return made.findings.length === 0 ? 0 : 1;
}

function stagesIn(args: readonly string[]) {
  const { values } = parsed(args);
  if (values.stage === undefined) return stageNames;
  if (isStage(values.stage)) return [values.stage];
  throw new StageError(`stage "${values.stage}" is not known, expected ${stageNames.join(', ')}`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { stage: { type: 'string' } } });
  } catch (error) {
    throw new StageError(`${error instanceof Error ? error.message : String(error)}: synth takes --stage <name> only`);
  }
}

/** One line a rule and reason, however many stages and functions it stands for. */
function tellAccepted({ accepted }: Synthesised): void {
  const places = Map.groupBy(accepted, ({ id, reason }) => `${id.replace(/\[.*/, '')}: ${reason}`);
  console.log(`cdk-nag AwsSolutions: ${accepted.length} findings accepted`);
  for (const [text, found] of places) console.log(`  ${found.length} × ${text}`);
}

function tellFindings({ findings }: Synthesised): void {
  for (const { rule, what, where } of findings) console.error(`${rule}: ${what}\n  ${where.join('\n  ')}`);
  if (findings.length > 0)
    console.error(`${findings.length} findings of cdk-nag have no reason: cure them, or accept each where it is built`);
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StageError) && !(error instanceof Error && error.name === 'ConfigError')) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
