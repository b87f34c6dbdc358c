import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mailNames } from '../templates/catalog.ts';
import { asFile, type CompiledMail, compileMails, compileOverrides } from './mail/compile.ts';

const root = join(import.meta.dirname, '..', 'templates');

function write(file: string, mails: Record<string, CompiledMail>): void {
  const text = asFile(mails);
  mkdirSync(join(root, 'compiled'), { recursive: true });
  writeFileSync(join(root, 'compiled', file), text);
  const kilobytes = Math.round(text.length / 1024);
  process.stdout.write(`${Object.keys(mails).length} mails, ${kilobytes} KB: templates/compiled/${file}\n`);
}

/** Own words are kept only when every one of them may be sent. */
async function buildOverrides(): Promise<string[]> {
  const own = await compileOverrides(root, mailNames);
  // The check reads both files when it is loaded.
  if (!existsSync(join(root, 'compiled', 'overrides.json'))) write('overrides.json', {});
  const { problemsOf, strayOverrides } = await import('./mail/check-overrides.ts');
  const problems = [...strayOverrides(root), ...problemsOf(own)];
  if (problems.length === 0) write('overrides.json', own);
  return problems;
}

try {
  write('emails.json', await compileMails(root, mailNames));
  const problems = await buildOverrides();
  if (problems.length > 0) throw new Error(problems.join('\n'));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
