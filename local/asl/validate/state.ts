import type { Json } from '../json.ts';
import { isObject, text } from '../json.ts';
import { at, type Check, checkKnownFields, checkOneOf, report } from './check.ts';
import { checkChoices } from './choice.ts';
import { checkCatch, checkRetry } from './error-lists.ts';
import { fieldsOf, STATE_TYPES } from './field-table.ts';
import { checkExpressions } from './jsonata-text.ts';
import { checkPathFields } from './jsonpath-fields.ts';
import { checkMap } from './map.ts';
import { checkTask } from './task.ts';
import { checkWait } from './wait.ts';

/** Everything about one state but its transitions and what runs inside it. */
export function checkState(check: Check, state: Json): void {
  const type = text(state.Type) ?? '';
  const known = fieldsOf(type, check.language);
  if (known === undefined) {
    report(at(check, 'Type'), `a state's Type is one of ${STATE_TYPES.join(', ')}, got ${JSON.stringify(state.Type)}`);
    return;
  }
  checkKnownFields(check, state, known);
  if (known.has('End')) checkEnd(check, state);
  if (known.has('Retry')) checkRetry(check, state.Retry);
  if (known.has('Catch')) checkCatch(check, state.Catch);
  BY_TYPE[type]?.(check, state);
  if (check.language === 'JSONata') checkExpressions(check, state);
  else checkPathFields(check, state);
}

function checkEnd(check: Check, state: Json): void {
  if (state.End !== undefined && typeof state.End !== 'boolean')
    report(check, `End is true or absent, got ${JSON.stringify(state.End)}`);
  if (state.Next !== undefined && state.End === true) report(check, 'Next and End exclude each other, keep one');
  if (state.Next === undefined && state.End !== true) report(check, 'a state needs Next, or "End": true');
  if (state.Next !== undefined && typeof state.Next !== 'string') report(check, 'Next is the name of a state');
}

const BY_TYPE: Readonly<Record<string, (check: Check, state: Json) => void>> = {
  Task: checkTask,
  Choice: checkChoices,
  Wait: checkWait,
  Map: checkMap,
  Fail: (check, state) => {
    checkOneOf(check, state, ['Cause', 'CausePath'], false);
    checkOneOf(check, state, ['Error', 'ErrorPath'], false);
  },
  Parallel: (check, state) => {
    if (!Array.isArray(state.Branches) || state.Branches.length === 0)
      report(at(check, 'Branches'), 'a Parallel state has at least one branch');
  },
  Pass: (check, state) => {
    if (state.Assign !== undefined && !isObject(state.Assign))
      report(at(check, 'Assign'), 'Assign is an object of variables');
  },
};
