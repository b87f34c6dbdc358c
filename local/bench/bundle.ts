import { build, type Metafile } from 'esbuild';

const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** One function as one ES module for Node 24: as it is deployed with all in it, or with the SDK left out. */
export async function bundle(entry: string, outfile: string, external: string[] = ['@aws-sdk/*']): Promise<Metafile> {
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
    external,
    banner: { js: banner },
    logLevel: 'error',
  });
  return metafile;
}
