import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type StoredWorld, storedVersion } from '../world/stored.ts';
import type { World } from '../world/world.ts';

/** What cannot be gone on with, said in one line with the way out. */
export class StoreError extends Error {}

/** One file that holds a whole world. A save is one transaction: a process killed in it leaves the world of before. */
export class WorldStore {
  readonly #path: string;
  readonly #database: DatabaseSync;
  /** As written last: a part that has not changed is not written again. */
  readonly #written = new Map<string, string>();

  /** @throws StoreError when the file is in use, or is none of ours */
  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#database = opened(path);
  }

  load(): StoredWorld | undefined {
    const rows = this.#database.prepare('SELECT name, json FROM part').all() as { name: string; json: string }[];
    if (rows.length === 0) return undefined;
    for (const { name, json } of rows) this.#written.set(name, json);
    const parts = Object.fromEntries(rows.map(({ name, json }) => [name, JSON.parse(json) as unknown]));
    if (parts.version !== storedVersion)
      throw new StoreError(`${this.#path} was written by another version, start afresh with: npm start -- --fresh`);
    return parts as unknown as StoredWorld;
  }

  save(world: World): void {
    const changed = Object.entries(world.toJSON())
      .map(([name, part]) => [name, JSON.stringify(part)] as const)
      .filter(([name, json]) => this.#written.get(name) !== json);
    if (changed.length === 0) return;
    const write = this.#database.prepare('INSERT OR REPLACE INTO part (name, json) VALUES (?, ?)');
    this.#database.exec('BEGIN');
    for (const [name, json] of changed) write.run(name, json);
    this.#database.exec('COMMIT');
    for (const [name, json] of changed) this.#written.set(name, json);
  }

  clear(): void {
    this.#database.exec('DELETE FROM part');
    this.#written.clear();
  }

  close(): void {
    this.#database.close();
  }
}

/** Exclusive: two processes on one world would each undo what the other did. */
function opened(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL');
    database.exec('CREATE TABLE IF NOT EXISTS part (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT');
    return database;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (why.includes('locked')) throw new StoreError(`${path} is in use by another npm start: stop that one first`);
    throw new StoreError(`${path} cannot be opened (${why}): delete it, the world then starts afresh`);
  }
}
