import { configFileMistake } from '../../local/config-file-mistake.ts';

/** Whatever went wrong: one sentence on stderr and exit code 2. A stack trace helps nobody who deploys. */
export async function command(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`${configFileMistake(error) ?? messageOf(error)}\n`);
    process.exitCode = 2;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
