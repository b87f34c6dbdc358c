import { isObject, type Json, list, objectIn, text } from '../json.ts';
import type { MachineType, Problem } from '../types.ts';
import { at, type Check, checkKnownFields, report } from './check.ts';
import { BRANCH_FIELDS, MACHINE_FIELDS } from './field-table.ts';
import { checkState } from './state.ts';
import { checkTransitions } from './transitions.ts';
import { checkVariables } from './variables.ts';

/** What is wrong with a definition, for AWS or (marked `lint`) for a careful reader. Both query languages are read. */
export function validate(definition: unknown, type: MachineType = 'STANDARD'): Problem[] {
  const problems: Problem[] = [];
  const check: Check = { path: '', language: 'JSONPath', type, problems };
  if (!isObject(definition)) return [{ path: '/', message: 'the definition must be a JSON object' }];
  checkKnownFields(check, definition, MACHINE_FIELDS);
  const language = text(definition.QueryLanguage) ?? 'JSONPath';
  checkLanguage(check, definition.QueryLanguage);
  checkTimeout(check, definition.TimeoutSeconds);
  checkStates({ ...check, language }, definition, new Set());
  checkVariables(check, definition, new Set());
  return problems;
}

function checkTimeout(check: Check, seconds: unknown): void {
  if (seconds === undefined || (typeof seconds === 'number' && Number.isInteger(seconds) && seconds > 0)) return;
  report(
    at(check, 'TimeoutSeconds'),
    `the machine's timeout is a positive number of seconds, got ${JSON.stringify(seconds)}`,
  );
}

function checkLanguage(check: Check, language: unknown): void {
  if (language === undefined || language === 'JSONPath' || language === 'JSONata') return;
  report(at(check, 'QueryLanguage'), `the query language is JSONPath or JSONata, got ${JSON.stringify(language)}`);
}

/** `names` holds the states seen so far: a name is used once in the whole machine. */
function checkStates(check: Check, machine: Json, names: Set<string>): void {
  const states = machine.States;
  const missing = ['States', 'StartAt'].filter((field) => machine[field] === undefined);
  if (missing.length > 0) report(check, `these fields are required: [${missing.join(', ')}]`);
  if (states === undefined) return;
  if (!isObject(states) || Object.keys(states).length === 0) {
    report(at(check, 'States'), 'a machine has at least one state');
    return;
  }
  for (const [name, state] of Object.entries(states)) {
    const here = at(check, `States/${name}`);
    checkName(here, name, names);
    if (!isObject(state)) report(here, 'a state is a JSON object');
    else checkOneState(here, state, names);
  }
  checkTransitions(check, machine);
}

/** Names of states are at most 80 characters and unique in the whole machine. */
function checkName(check: Check, name: string, names: Set<string>): void {
  if ([...name].length > 80) report(check, `the name of a state has at most 80 characters, got ${[...name].length}`);
  if (names.has(name)) report(check, `the name "${name}" is used for another state as well, choose another`);
  names.add(name);
}

function checkOneState(check: Check, state: Json, names: Set<string>): void {
  checkLanguage(check, state.QueryLanguage);
  if (check.language === 'JSONata' && state.QueryLanguage === 'JSONPath') {
    report(check, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  }
  checkState({ ...check, language: text(state.QueryLanguage) ?? check.language }, state);
  for (const [path, inner, language] of innerMachines(state, check.language)) {
    const here = { ...at(check, path), language };
    if (!isObject(inner)) {
      report(here, 'a JSON object with StartAt and States is expected here');
      continue;
    }
    checkKnownFields(here, inner, BRANCH_FIELDS);
    checkStates(here, inner, names);
  }
}

/**
 * Branches and item processors take the machine's language, not that of the state around them. The iterations of a
 * Distributed Map are executions of their own, so each of their states may choose.
 */
function innerMachines(state: Json, language: string): [path: string, machine: unknown, language: string][] {
  const branches = list(state.Branches).map((branch, i): [string, unknown, string] => [
    `Branches[${i}]`,
    branch,
    language,
  ]);
  const processors = ['ItemProcessor', 'Iterator'].flatMap((field): [string, unknown, string][] =>
    state[field] === undefined
      ? []
      : [[field, state[field], isDistributed(state[field]) ? ownLanguage(state[field], language) : language]],
  );
  return [...branches, ...processors];
}

const isDistributed = (processor: unknown): boolean =>
  objectIn(objectIn(processor).ProcessorConfig).Mode === 'DISTRIBUTED';

const mixes = (processor: unknown): boolean =>
  Object.values(objectIn(objectIn(processor).States)).some((state) => objectIn(state).QueryLanguage === 'JSONPath');

const ownLanguage = (processor: unknown, language: string): string => (mixes(processor) ? 'JSONPath' : language);
