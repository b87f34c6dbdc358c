import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The stories the tests play are the examples people start from. */
const folder = join(import.meta.dirname, '../../../test/journeys/stories');

export interface LibraryStory {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export const storyLibrary = (): readonly LibraryStory[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const { name }: { name?: unknown } = Object(JSON.parse(text));
      const id = file.replace(/\.json$/, '');
      return { id, name: typeof name === 'string' ? name : id, text };
    });
