import { readdirSync, readFileSync } from 'node:fs';
import { readDefinition, type StateList } from './graph/definition.ts';

/** One file of `statemachines/`, with what the folder's README says of it. */
export interface MachineFile {
  readonly name: string;
  readonly list: StateList;
  readonly about: readonly string[];
}

const folder = new URL('../../statemachines/', import.meta.url);
const ending = '.asl.json';

/** Read anew each time: whoever edits a file sees it on the next look. */
export function machineFiles(): MachineFile[] {
  const readme = readFileSync(new URL('README.md', folder), 'utf8');
  const names = readdirSync(folder).filter((file) => file.endsWith(ending));
  return names.sort().map((file) => {
    const name = file.slice(0, -ending.length);
    const definition: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    return { name, list: readDefinition(definition), about: paragraphsOf(name, readme) };
  });
}

/** The paragraphs under `## <name>`, without the marks of Markdown. */
export function paragraphsOf(name: string, readme: string): string[] {
  const [, ...sections] = readme.split(/^## /m);
  const [, ...lines] = (sections.find((one) => one.split('\n')[0]?.trim() === name) ?? '').split('\n');
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .map((paragraph) => plainText(paragraph))
    .filter((paragraph) => paragraph !== '');
}

const plainText = (markdown: string): string =>
  markdown
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*|`/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
