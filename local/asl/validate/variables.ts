import { isObject, type Json, list, objectIn } from '../json.ts';
import { at, type Check, report } from './check.ts';

/** Longest name of a variable (service quota). */
const MAX_NAME = 80;

/**
 * Variables of one list of states against those around it: an inner one may not have the name of an outer one, unless
 * only the Map or Parallel itself assigns that, once the inner ones are gone (recorded). The iterations of a Distributed
 * Map see nothing from outside, so there any name is free.
 */
export function checkVariables(check: Check, machine: Json, outer: ReadonlySet<string>): void {
  const states = Object.entries(objectIn(machine.States)).filter((entry): entry is [string, Json] =>
    isObject(entry[1]),
  );
  for (const [name, state] of states) {
    for (const variable of assignedBy(state)) {
      checkName(at(check, `States/${name}/Assign`), variable, outer);
    }
  }
  for (const [name, state] of states) {
    const seen = new Set([...outer, ...states.flatMap(([, other]) => (other === state ? [] : assignedBy(other)))]);
    const here = at(check, `States/${name}`);
    list(state.Branches).forEach((branch, i) => {
      checkVariables(at(here, `Branches[${i}]`), objectIn(branch), seen);
    });
    for (const field of ['ItemProcessor', 'Iterator']) {
      const processor = objectIn(state[field]);
      const isolated = objectIn(processor.ProcessorConfig).Mode === 'DISTRIBUTED';
      checkVariables(at(here, field), processor, isolated ? new Set() : seen);
    }
  }
}

function assignedBy(state: Json): string[] {
  const holders = [state, ...list(state.Catch), ...list(state.Choices)];
  return holders.flatMap((holder) =>
    Object.keys(objectIn(objectIn(holder).Assign)).map((key) => key.replace(/\.\$$/, '')),
  );
}

function checkName(check: Check, name: string, outer: ReadonlySet<string>): void {
  if (name === 'states') report(check, 'the variable name "states" is reserved');
  if ([...name].length > MAX_NAME)
    report(check, `the name of a variable has at most ${MAX_NAME} characters, got ${[...name].length}`);
  if (outer.has(name))
    report(check, `the variable "${name}" exists outside and cannot be assigned here, choose another name`);
}
