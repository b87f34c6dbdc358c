import { readFileSync } from 'node:fs';
import { StoryError } from './mistakes.ts';
import { playStory } from './play.ts';
import { readable } from './print.ts';
import { parseStory } from './read-story.ts';

function textOf(file: string | undefined): string {
  if (file === undefined) throw new StoryError(['no story given: npm run --silent scenario -- story.json [--json]']);
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new StoryError([`cannot read the story "${file}": give the path of a JSON file, or - for stdin`]);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg.startsWith('--') && arg !== '--json');
  if (unknown.length > 0) throw new StoryError([`unknown option ${unknown.join(', ')}, known is --json`]);
  const [file] = args.filter((arg) => !arg.startsWith('--'));
  const report = await playStory(parseStory(textOf(file)));
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(report, null, 2)}\n` : readable(report));
  return report.violations.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StoryError)) throw error;
  process.stderr.write(`${error.mistakes.join('\n')}\n`);
  process.exitCode = 2;
}
