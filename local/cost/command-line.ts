import { fileMistakes } from '../mistakes.ts';
import { ArgumentError, parseArguments } from './arguments.ts';

/** The answer is the exit code: 0 printed, 2 an argument or a file is wrong, 70 our own fault (EX_SOFTWARE). */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { accounts, json } = parseArguments(args);
    // The world is loaded only for arguments that can be read at all.
    const { reportFor } = await import('./report.ts');
    const report = await reportFor(accounts);
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : (await import('./print.ts')).readable(report));
    return 0;
  } catch (error) {
    const mistakes = error instanceof ArgumentError ? [error.message] : fileMistakes(error);
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
    process.stderr.write(`${(mistakes ?? [`the bill could not be made: ${line}`]).join('\n')}\n`);
    return mistakes ? 2 : 70;
  }
}
