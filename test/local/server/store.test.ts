import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WorldStore } from '../../../local/server/store.ts';
import { acme, pass, renew, worldWith } from '../../journeys/world.ts';

describe('the store of a world', () => {
  let home: string;
  let path: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'holdfast-'));
    path = join(home, 'deep/world.db');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('is empty at first, and gives back what was saved last', async () => {
    const world = await worldWith(acme);
    const first = new WorldStore(path);
    expect(first.load()).toBeUndefined();
    first.save(world);
    renew(world);
    await pass(world, { hours: 3 });
    first.save(world);
    first.close();

    const second = new WorldStore(path);
    expect(second.load()).toEqual(JSON.parse(JSON.stringify(world)));
    second.close();
  });

  it('is empty again when it was cleared', async () => {
    const store = new WorldStore(path);
    store.save(await worldWith(acme));
    store.clear();
    expect(store.load()).toBeUndefined();
    store.close();
  });

  it('refuses a second process, another version and what is no store, each in one line with the way out', async () => {
    const store = new WorldStore(path);
    store.save(await worldWith(acme));
    expect(() => new WorldStore(path)).toThrow(/^.*world\.db is in use by another npm start: stop that one first$/);
    store.close();

    const database = new DatabaseSync(path);
    database.exec(`UPDATE part SET json = '999' WHERE name = 'version'`);
    database.close();
    const newer = new WorldStore(path);
    expect(() => newer.load()).toThrow(/^.*another version, start afresh with: npm start -- --fresh$/);
    newer.close();

    writeFileSync(join(home, 'text.db'), 'this is no database, but long enough to be read as one'.repeat(20));
    expect(() => new WorldStore(join(home, 'text.db'))).toThrow(/^.*text\.db cannot be opened .*delete it/);
  });
});
