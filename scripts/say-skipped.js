import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Jest's global setup: what is skipped without the recordings is said once, not by every file that skips. */
export default function saySkipped() {
  const shared = resolve(import.meta.dirname, '..', process.env.HOLDFAST_SHARED ?? '../shared');
  if (existsSync(join(shared, 'data', 'stripe', 'manifest.json'))) return;
  process.stderr.write(
    `skipped: tests on recorded events, mails and conformance cases, nothing at ${shared} (HOLDFAST_SHARED)\n`,
  );
}
