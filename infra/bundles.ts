import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { type FunctionName, functions } from '../lambdas/registry.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS inside a bundle asks for `require`, which a module has not. */
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * One ES module a function, all in it: the runtime's own SDK changes under a deployed function, a bundled one does not.
 * No source maps: Node would read one as long as the module at each cold start, and building the same commit again gives
 * the same bytes, so a frame can be looked up afterwards.
 */
export function bundleFunction(name: FunctionName, folder: string = join(root, '.holdfast/bundles')): string {
  const target = join(folder, name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  buildSync({
    absWorkingDir: root,
    entryPoints: [join('lambdas', functions[name].entry)],
    outfile: join(target, 'index.mjs'),
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
  return target;
}

/** Bundles each function once, however many stages use it. */
export function bundledCode(): (name: FunctionName) => Code {
  const folders = new Map<FunctionName, string>();
  return (name) => {
    const folder = folders.get(name) ?? bundleFunction(name);
    folders.set(name, folder);
    return Code.fromAsset(folder);
  };
}
