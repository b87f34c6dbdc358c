import { ConfigError, gotText } from '../problems.ts';
import type { ConfigFile, Migration } from './migration.ts';
import { migrations } from './table.ts';

export interface Migrated {
  readonly input: unknown;
  /** What the user should change in the file, one line each; nothing breaks while they do not. */
  readonly notes: readonly string[];
}

/**
 * Brings what an earlier release's user wrote to the shape this release reads. The file stays as it is.
 * @throws ConfigError for a version of a later release
 */
export function migrateConfig(input: unknown, table: readonly Migration[] = migrations): Migrated {
  if (!isFile(input)) return { input, notes: [] };
  const current = table.length + 1;
  const { version = 1 } = input;
  // What is no version at all is the schema's to refuse.
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return { input, notes: [] };
  if (version > current) throw new ConfigError([tooNew(version, current)]);
  const due = table.filter(({ from }) => from >= version);
  const migrated = due.reduce((file, { migrate }) => migrate(file), input);
  return { input: { ...migrated, version: current }, notes: notesOf(input, due, current) };
}

function notesOf(input: ConfigFile, due: readonly Migration[], current: number): string[] {
  const missing =
    input.version === undefined
      ? [`retention.config.ts has no version and is read as version 1: add "version: ${current}" to it`]
      : [];
  const did = due.map(
    (row) =>
      `retention.config.ts is read as version ${row.from + 1}: ${row.did}; change it and its version when you can`,
  );
  return [...missing, ...did];
}

const tooNew = (version: number, current: number) => ({
  path: 'version',
  got: gotText(version),
  allowed: `at most ${current}, which is what this release knows`,
  fix: 'upgrade to the release the file was written for, or take the file of before (docs/upgrading.md)',
});

const isFile = (input: unknown): input is ConfigFile =>
  typeof input === 'object' && input !== null && !Array.isArray(input);
