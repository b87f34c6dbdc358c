import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { functions } from '../../lambdas/registry.ts';
import { bundle } from './bundle.ts';
import { median } from './statistics.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Size (without the SDK, and with all that is deployed) and cold import of each function's bundle, under the function's own name as the registry has it. The bundles are
 * written below the project, where the AWS clients resolve.
 */
export async function bundleFigures(
  names: readonly string[] = Object.keys(functions),
): Promise<Record<string, number>> {
  mkdirSync(join(root, '.holdfast'), { recursive: true });
  const folder = mkdtempSync(join(root, '.holdfast', 'bench-'));
  try {
    const figures: Record<string, number> = {};
    for (const [name, { entry }] of Object.entries(functions).filter(([one]) => names.includes(one))) {
      const outfile = join(folder, `${name}.mjs`);
      await bundle(join(root, 'lambdas', entry), outfile);
      figures[`bundle_kb_${name}`] = statSync(outfile).size / 1024;
      const full = join(folder, `${name}-full.mjs`);
      await bundle(join(root, 'lambdas', entry), full, []);
      figures[`bundle_full_kb_${name}`] = statSync(full).size / 1024;
      figures[`cold_import_ms_${name}`] = median([1, 2, 3, 4, 5].map(() => coldImportMs(outfile)));
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function coldImportMs(file: string): number {
  const url = JSON.stringify(pathToFileURL(file).href);
  const code = `const t = performance.now(); await import(${url}); console.log(performance.now() - t); process.exit(0);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }));
}
