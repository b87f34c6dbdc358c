import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { resolveConfig } from '../../../../../lambdas/kernel/config/index.ts';
import { migrateConfig } from '../../../../../lambdas/kernel/config/migrations/migrate.ts';
import type { Migration } from '../../../../../lambdas/kernel/config/migrations/migration.ts';
import { currentVersion, migrations } from '../../../../../lambdas/kernel/config/migrations/table.ts';

/** Two breaking changes that never were: a key renamed, then hours that became a duration. */
const table: readonly Migration[] = [
  {
    from: 1,
    did: 'pause is now called hold',
    migrate: ({ pause, ...rest }) => (pause === undefined ? rest : { ...rest, hold: pause }),
  },
  {
    from: 2,
    did: 'hold is a duration such as 24h',
    migrate: (input) => (typeof input.hold === 'number' ? { ...input, hold: `${input.hold}h` } : input),
  },
];

describe('migrateConfig', () => {
  it.each([
    ['from the first version through both', { version: 1, pause: 24 }, { version: 3, hold: '24h' }],
    ['from the second through the last', { version: 2, hold: 24 }, { version: 3, hold: '24h' }],
    ['nothing that is of today', { version: 3, hold: '24h' }, { version: 3, hold: '24h' }],
    ['a file without a version as the first', { pause: 24 }, { version: 3, hold: '24h' }],
    ['a file that has nothing of it', { version: 1, other: true }, { version: 3, other: true }],
  ])('leads %s', (_name, input, migrated) => {
    expect(migrateConfig(input, table).input).toEqual(migrated);
  });

  it('changes nothing of what it is given', () => {
    const input = { version: 1, pause: 24 };
    migrateConfig(input, table);
    expect(input).toEqual({ version: 1, pause: 24 });
  });

  it.each([
    [
      { version: 1 },
      [
        'retention.config.ts is read as version 2: pause is now called hold; change it and its version when you can',
        'retention.config.ts is read as version 3: hold is a duration such as 24h; change it and its version when you can',
      ],
    ],
    [{ version: 3 }, []],
  ])('says in a line each what it did to %j', (input, notes) => {
    expect(migrateConfig(input, table).notes).toEqual(notes);
  });

  it('hints at a missing version', () => {
    expect(migrateConfig({}, []).notes).toEqual([
      'retention.config.ts has no version and is read as version 1: add "version: 1" to it',
    ]);
  });

  it('refuses a version of a later release, and says which it knows', () => {
    expect(() => migrateConfig({ version: 4 }, table)).toThrow(
      'version: got 4, allowed is at most 3, which is what this release knows; upgrade to the release the file was written for, or take the file of before (docs/upgrading.md)',
    );
  });

  it.each([[undefined], [null], ['text'], [[1]], [{ version: '1' }], [{ version: 0 }], [{ version: 1.5 }]])(
    'leaves %j to the schema',
    (input) => {
      expect(migrateConfig(input, table)).toEqual({ input, notes: [] });
    },
  );
});

describe('the migrations of this release', () => {
  it('lead from each version there was to the next, up to the current one', () => {
    expect(migrations.map(({ from }) => from)).toEqual(Array.from({ length: currentVersion - 1 }, (_, at) => at + 1));
  });
});

const fixtures = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'config');

describe('the examples of all releases', () => {
  const files = readdirSync(fixtures);

  it('has one of the first release', () => {
    expect(files).toContain('0.1.0.json');
  });

  it.each(files)('still takes that of %s', (file) => {
    const input: unknown = JSON.parse(readFileSync(join(fixtures, file), 'utf8'));
    expect(resolveConfig(input)).toMatchObject({ version: currentVersion, company: { name: 'Northwind Metrics' } });
  });
});
