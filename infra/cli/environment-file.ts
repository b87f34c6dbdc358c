import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bundles.ts';

export const environmentPath = (stage: string): string => `.holdfast/${stage}.env`;

/** Names only, no secret; for its owner all the same, since it says where everything is. */
export function writeEnvironment(stage: string, text: string, folder: string = root): string {
  const path = environmentPath(stage);
  mkdirSync(join(folder, '.holdfast'), { recursive: true });
  writeFileSync(join(folder, path), text, { mode: 0o600 });
  // The mode above counts for a new file only.
  chmodSync(join(folder, path), 0o600);
  return path;
}

export const forgetEnvironment = (stage: string, folder: string = root): void =>
  rmSync(join(folder, environmentPath(stage)), { force: true });
