import { isObject, type Json, list, objectIn, text } from '../json.ts';
import { at, type Check, lint, report } from './check.ts';

/** Where a state can go: Next, Default, and those of its rules and catchers. */
function targetsOf(state: Json): { field: string; target: string }[] {
  const nested = (field: string) =>
    list(state[field]).map((entry, i) => ({ field: `${field}[${i}]/Next`, target: text(objectIn(entry).Next) }));
  const all = [
    { field: 'Next', target: text(state.Next) },
    { field: 'Default', target: text(state.Default) },
    ...nested('Choices'),
    ...nested('Catch'),
  ];
  return all.flatMap(({ field, target }) => (target === undefined ? [] : [{ field, target }]));
}

/** Every target is a state of the same list; every state can be reached; some state ends the list. */
export function checkTransitions(check: Check, machine: Json): void {
  const states = objectIn(machine.States);
  const start = text(machine.StartAt);
  if (start !== undefined && states[start] === undefined)
    report(at(check, 'StartAt'), `the state "${start}" does not exist here`);
  for (const [name, state] of Object.entries(states)) {
    for (const { field, target } of targetsOf(objectIn(state))) {
      if (states[target] === undefined)
        report(at(check, `States/${name}/${field}`), `the state "${target}" does not exist here`);
    }
  }
  if (start !== undefined) checkReach(check, states, start);
}

function checkReach(check: Check, states: Json, start: string): void {
  const reached = new Set<string>();
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name) || !isObject(states[name])) continue;
    reached.add(name);
    queue.push(...targetsOf(objectIn(states[name])).map(({ target }) => target));
  }
  for (const name of Object.keys(states))
    if (!reached.has(name)) lint(at(check, `States/${name}`), 'nothing leads to this state');
  if (![...reached].some((name) => isTerminal(objectIn(states[name]))))
    lint(check, 'no state ends this, give one "End": true, or a Succeed or Fail state');
}

const isTerminal = (state: Json): boolean => state.End === true || state.Type === 'Succeed' || state.Type === 'Fail';
