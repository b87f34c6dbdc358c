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
  return new Map(journeys.map((name) => [arnOf(name), machineOf(name, alter(textOf(name)))]));
}

/** A loaded machine never changes, and compiling its expressions costs more than a whole life: each text is loaded once. */
const loaded = new Map<string, Machine>();
const texts = new Map<string, string>();

function textOf(name: string): string {
  const text =
    texts.get(name) ?? readFileSync(new URL(`../../statemachines/${name}.asl.json`, import.meta.url), 'utf8');
  texts.set(name, text);
  return text;
}

function machineOf(name: string, text: string): Machine {
  const known = loaded.get(text);
  if (known) return known;
  const machine = loadMachine({ name, arn: arnOf(name), definition: JSON.parse(bind(text)) });
  loaded.set(text, machine);
  return machine;
}

const bind = (definition: string): string =>
  definition.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
    const bound = names[name];
    if (bound === undefined) throw new Error(`the machine names ${name}, which the local runtime does not bind`);
    return bound;
  });
