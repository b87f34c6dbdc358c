import { basename } from 'node:path';
import { configFileMistake } from './config-file-mistake.ts';
import { MachineFileError } from './world/machine-file-error.ts';

const templates = ['templates/compiled/emails.json', 'templates/compiled/overrides.json'];

/** What a person can put right in the project's own files, one line per place; undefined: a fault of ours. */
export function fileMistakes(error: unknown): readonly string[] | undefined {
  if (error instanceof MachineFileError) return error.mistakes;
  const missing = templates.find((file) => isWithout(error, file));
  if (missing !== undefined) return [`${missing} is missing: build it from the mails with node scripts/build-mail.ts`];
  const config = configFileMistake(error);
  return config === undefined ? undefined : [config];
}

/** The loader's own words differ between the runtime and its test runner; both name the file that is not there. */
function isWithout(error: unknown, file: string): boolean {
  const { code, message }: { code?: unknown; message?: unknown } = Object(error);
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || code === 'ENOENT';
  return isMissing && String(message).includes(basename(file));
}
