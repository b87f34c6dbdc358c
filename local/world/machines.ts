import { readFileSync } from 'node:fs';
import { loadMachine, type Machine } from '../asl/index.ts';
import { arnOf } from './names.ts';

const journeys = ['payment-recovery'] as const;

/** What CDK does at deploy: the machine's placeholders get the names of this place. */
const names: Readonly<Record<string, string>> = {
  RecoveryStepFunction: 'recovery-step',
  CaseAttentionFunction: 'case-attention',
  TableName: 'holdfast',
};

/** Every machine by its ARN, from the same files the deploy takes. */
export function loadMachines(alter: (definition: string) => string = (text) => text): ReadonlyMap<string, Machine> {
  return new Map(
    journeys.map((name) => {
      const path = new URL(`../../statemachines/${name}.asl.json`, import.meta.url);
      const definition: unknown = JSON.parse(bind(alter(readFileSync(path, 'utf8'))));
      return [arnOf(name), loadMachine({ name, arn: arnOf(name), definition })];
    }),
  );
}

const bind = (definition: string): string =>
  definition.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
    const bound = names[name];
    if (bound === undefined) throw new Error(`the machine names ${name}, which the local runtime does not bind`);
    return bound;
  });
