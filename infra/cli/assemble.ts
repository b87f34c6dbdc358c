import { join } from 'node:path';
import { bundledCode, root } from '../bundles.ts';
import { type Stage, StageError } from '../stages.ts';
import { synthesise } from '../synthesise.ts';

/** Templates and code of one stage in a folder of its own, judged by cdk-nag. @throws StageError on a finding nobody accepted */
export function assemble(stage: Stage, say: (line: string) => void): string {
  const folder = join(root, 'cdk.out', stage.name);
  const { stages, findings, accepted } = synthesise([stage], folder, bundledCode());
  for (const { resources } of stages)
    say(
      Object.entries(resources)
        .map(([stack, count]) => `${stack}: ${count} resources`)
        .join(', '),
    );
  say(`cdk-nag AwsSolutions: ${findings.length} findings, ${accepted.length} accepted with a reason`);
  const [first] = findings;
  if (first)
    throw new StageError(
      `cdk-nag has ${findings.length} findings, the first is ${first.rule} at ${first.where[0] ?? 'an unnamed place'}: npm run synth -- --stage ${stage.name} lists them`,
    );
  return folder;
}
