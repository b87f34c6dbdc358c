import { build, type Metafile } from 'esbuild';

const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** One function as it is deployed: one ES module for Node 24, its SDK left to the runtime. */
export async function bundle(entry: string, outfile: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    metafile: true,
    mainFields: ['module', 'main'],
    external: ['@aws-sdk/*'],
    banner: { js: banner },
    logLevel: 'error',
  });
  return metafile;
}
