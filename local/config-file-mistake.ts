/**
 * The user's own file does not even load: a comma too few, a name it does not know. Its line is where the stack begins,
 * or what Node puts before it.
 */
export function configFileMistake(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [first = '', second = ''] = (error.stack ?? '').split('\n');
  const place = /retention\.config\.ts(?::(\d+))?/.exec(`${first}\n${second}`);
  if (!place) return undefined;
  const where = place[1] === undefined ? '' : ` at line ${place[1]}`;
  return `retention.config.ts cannot be loaded${where}: ${error.message}`;
}
