import type { Migration } from './migration.ts';

/** What this release's configuration is; raised together with a row of the table below. */
export const currentVersion = 1;

/** One row for each version there was before. Version 1 is the first: nothing leads to it. */
export const migrations: readonly Migration[] = [];
