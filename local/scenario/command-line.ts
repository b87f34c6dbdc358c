import { readFileSync } from 'node:fs';
import { fileMistakes } from '../mistakes.ts';
import { parseStory } from './parse-story.ts';
import { StoryError } from './story-error.ts';

const usage = 'npm run --silent scenario -- story.json [--json]   (- reads the story from stdin)';

/** Why a file could not be read, in words; its content may be a customer's and is not shown. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be read',
};

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const why = reasons[String(Object(error).code)] ?? 'it cannot be read';
    throw new StoryError([`cannot read the story "${file}": ${why}; give the path of a JSON file, or - for stdin`]);
  }
}

function fileIn(args: readonly string[]): string {
  const unknown = args.filter((arg) => arg.startsWith('--') && arg !== '--json');
  if (unknown.length > 0) throw new StoryError([`unknown option ${unknown.join(', ')}, known are --json and --help`]);
  const [file, ...more] = args.filter((arg) => !arg.startsWith('--'));
  if (file === undefined) throw new StoryError([`no story given: ${usage}`]);
  if (more.length > 0) throw new StoryError([`one story at a time, got ${[file, ...more].join(', ')}: ${usage}`]);
  return file;
}

async function played(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const raw = parseStory(textOf(fileIn(args)));
  // The world is loaded only for a story that can be read at all.
  const { playStory } = await import('./play.ts');
  const report = await playStory(raw);
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write((await import('./print.ts')).readable(report));
  return report.violations.length > 0 ? 1 : 0;
}

/** Plays one story; the answer is the exit code: 0 played, 1 an invariant was violated, 2 the story or a file is wrong. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await played(args);
  } catch (error) {
    const mistakes = error instanceof StoryError ? error.mistakes : fileMistakes(error);
    process.stderr.write(`${(mistakes ?? [brokenText(error)]).join('\n')}\n`);
    return mistakes ? 2 : 70;
  }
}

/** Not the story's fault: one line all the same, and an exit code of its own (EX_SOFTWARE of sysexits.h). */
function brokenText(error: unknown): string {
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return `the story could not be played, which is a fault of the player: ${line}`;
}
