import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Recorded inputs and conformance cases stand outside the project and are only read in place, by tests and local tools. */
const root = resolve(import.meta.dirname, '..', process.env.HOLDFAST_SHARED ?? '../shared');

export const sharedPath = (...parts: readonly string[]): string => join(root, ...parts);

export const sharedExists = (...parts: readonly string[]): boolean => existsSync(sharedPath(...parts));
