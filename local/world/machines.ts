import { readFileSync } from 'node:fs';
import { DefinitionError, loadMachine, type Machine } from '../asl/index.ts';
import { MachineFileError } from './machine-file-error.ts';
import { arnOf } from './names.ts';
import { supports } from './services.ts';

const journeys = ['payment-recovery'] as const;

/** What CDK does at deploy: the machine's placeholders get the names of this place. */
const names: Readonly<Record<string, string>> = {
  RecoveryStepFunction: 'recovery-step',
  CaseAttentionFunction: 'case-attention',
  TableName: 'holdfast',
};

/**
 * Every machine by its ARN, from the same files the deploy takes.
 * @throws MachineFileError when one of them is wrong, or asks for a service that is not here
 */
export function loadMachines(alter: (definition: string) => string = (text) => text): ReadonlyMap<string, Machine> {
  return new Map(journeys.map((name) => [arnOf(name), machineOf(name, alter(textOf(name)))]));
}

/** A loaded machine never changes, and compiling its expressions costs more than a whole life: each text is loaded once. */
const loaded = new Map<string, Machine>();
const texts = new Map<string, string>();

const fileOf = (name: string): string => `statemachines/${name}.asl.json`;

function textOf(name: string): string {
  const text = texts.get(name) ?? read(fileOf(name));
  texts.set(name, text);
  return text;
}

function read(file: string): string {
  try {
    return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  } catch {
    throw new MachineFileError(file, ['cannot be read: put the file back']);
  }
}

function machineOf(name: string, text: string): Machine {
  const known = loaded.get(text);
  if (known) return known;
  const machine = compiled(name, text);
  loaded.set(text, machine);
  return machine;
}

function compiled(name: string, text: string): Machine {
  const definition = definitionIn(fileOf(name), text);
  try {
    return loadMachine({ name, arn: arnOf(name), definition, supports });
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    const places = error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw new MachineFileError(fileOf(name), places);
  }
}

function definitionIn(file: string, text: string): unknown {
  const bound = bind(file, text);
  try {
    return JSON.parse(bound);
  } catch (error) {
    throw new MachineFileError(file, [`is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

const bind = (file: string, definition: string): string =>
  definition.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
    const bound = names[name];
    const known = Object.keys(names).join(', ');
    if (bound === undefined) throw new MachineFileError(file, [`names \${${name}}, bound here are ${known}`]);
    return bound;
  });
