import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { type FunctionName, functions } from '../lambdas/registry.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS inside a bundle asks for `require`, which a module has not. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * One folder a function with one ES module, all in it: the runtime's own SDK changes under a deployed function, a bundled
 * one does not. No source maps: Node would read one as long as the module at each cold start, and building the same
 * commit again gives the same bytes, so a frame can be looked up afterwards.
 */
export function bundleAll(
  folder: string = join(root, '.holdfast/bundles'),
  names: readonly FunctionName[] = Object.keys(functions) as FunctionName[],
): (name: FunctionName) => string {
  rmSync(folder, { recursive: true, force: true });
  buildSync({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: join('lambdas', functions[name].entry), out: join(name, 'index') })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    legalComments: 'none',
    mainFields: ['module', 'main'],
    banner: { js: banner },
    logLevel: 'error',
  });
  return (name) => join(folder, name);
}

/** What the stacks take as code; one build serves all stages. */
export function bundledCode(): (name: FunctionName) => Code {
  const folderOf = bundleAll();
  return (name) => Code.fromAsset(folderOf(name));
}
