import { isObject, type Json, list, objectIn, text } from './json.ts';
import { parseResource } from './resource.ts';
import type { Problem } from './types.ts';

/** What is valid ASL but not run here; refused when a machine is loaded, never met at run time. */
export function unsupported(definition: unknown, supports?: (resource: string) => boolean): Problem[] {
  const machine = objectIn(definition);
  return inStates(machine, text(machine.QueryLanguage) ?? 'JSONPath', '', supports);
}

type Supports = ((resource: string) => boolean) | undefined;

function inStates(machine: Json, language: string, path: string, supports: Supports): Problem[] {
  return Object.entries(objectIn(machine.States)).flatMap(([name, value]) =>
    isObject(value) ? inState(value, language, `${path}/States/${name}`, supports) : [],
  );
}

function inState(state: Json, inherited: string, path: string, supports: Supports): Problem[] {
  const language = text(state.QueryLanguage) ?? inherited;
  const problems: Problem[] = [];
  if (language !== 'JSONata') {
    problems.push({
      path,
      message: `states in ${language} are not supported, write it in JSONata and set "QueryLanguage": "JSONata"`,
    });
  }
  for (const field of ['ItemReader', 'ResultWriter']) {
    if (state[field] !== undefined)
      problems.push({
        path: `${path}/${field}`,
        message: `${field} is not supported, pass the items in the state's input`,
      });
  }
  if (state.Type === 'Task') problems.push(...inTask(state, path, supports));
  // A branch inherits the machine's language, not the one of the state around it.
  list(state.Branches).forEach((branch, i) => {
    problems.push(...inStates(objectIn(branch), inherited, `${path}/Branches[${i}]`, supports));
  });
  problems.push(...inStates(objectIn(state.ItemProcessor), inherited, `${path}/ItemProcessor`, supports));
  return problems;
}

function inTask(state: Json, path: string, supports: Supports): Problem[] {
  const resource = text(state.Resource) ?? '';
  const at = `${path}/Resource`;
  const integration = parseResource(resource);
  if (integration === undefined)
    return [{ path: at, message: `the resource ${resource} has no form that is supported` }];
  if (integration.type === 'activity')
    return [{ path: at, message: `activities are not supported, use .waitForTaskToken instead of ${resource}` }];
  if (supports === undefined || supports(resource)) return [];
  return [
    { path: at, message: `no service here answers ${resource}, add it to the driver or choose another resource` },
  ];
}
