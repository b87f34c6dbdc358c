import type { Json } from '../json.ts';
import type { MachineType, Problem } from '../types.ts';

/** One place of a definition under inspection, and where its problems go. */
export interface Check {
  readonly path: string;
  readonly language: string;
  readonly type: MachineType;
  readonly problems: Problem[];
}

export const at = (check: Check, part: string): Check => ({ ...check, path: `${check.path}/${part}` });

export function report(check: Check, message: string): void {
  check.problems.push({ path: check.path === '' ? '/' : check.path, message });
}

/** AWS takes it, a careful author would not write it. */
export function lint(check: Check, message: string): void {
  check.problems.push({ path: check.path === '' ? '/' : check.path, message, lint: true });
}

export function checkKnownFields(check: Check, value: Json, known: ReadonlySet<string>): void {
  for (const field of Object.keys(value)) {
    if (!known.has(field)) report(check, `the field "${field}" is not known here, use one of ${[...known].join(', ')}`);
  }
}

/** At most one of several ways to say the same, exactly one when it is required. */
export function checkOneOf(check: Check, value: Json, fields: readonly string[], required: boolean): void {
  const given = fields.filter((field) => value[field] !== undefined);
  if (given.length > 1) report(check, `${given.join(' and ')} exclude each other, keep one`);
  if (given.length === 0 && required) report(check, `one of ${fields.join(', ')} is required`);
}
