import { existsSync, readFileSync } from 'node:fs';
import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { toIso } from '../../lambdas/kernel/instant.ts';
import { missingCapability } from './capabilities.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';

/**
 * A deploy while executions wait: they keep their definition and their policy. A new configuration acts on new runs
 * from here on; a definition that differs was checked when the story was read and is not taken into use here.
 */
export async function deploy(stage: Stage, step: Of<'deploy'>): Promise<void> {
  const { world, recorder } = stage;
  stage.input = mergeConfig(stage.input, step.config);
  await world.configure(resolveConfig(stage.input));
  const { statemachine = null } = step;
  const parts = [...(step.config ? ['new configuration'] : []), ...(step.definition ? [definitionText(step)] : [])];
  if (parts.length === 0) parts.push('the same handlers, started anew');
  const at = toIso(world.simulator.now());
  recorder.noted.push({ at, kind: 'deploy', account: null, statemachine, text: parts.join('; ') });
}

function definitionText({ statemachine = 'payment-recovery', definition }: Of<'deploy'>): string {
  const same = JSON.stringify(deployedNow(statemachine)) === JSON.stringify(definition);
  return same
    ? 'the same definition again'
    : missingCapability('deploy', 'the definition is valid and was not put in place');
}

/** The file the deploy would take; nothing where that journey has no machine yet. */
function deployedNow(statemachine: string): unknown {
  const path = new URL(`../../statemachines/${statemachine}.asl.json`, import.meta.url);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
