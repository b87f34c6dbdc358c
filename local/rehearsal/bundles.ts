import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type FunctionName, functions } from '../../lambdas/registry.ts';
import type { Template } from './adapt.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The very bytes a deploy uploads, loaded into this process: they reach AWS by the environment they find. */
export async function bundledHandler(template: Template, folder: string, name: FunctionName): Promise<Handler> {
  const loaded: unknown = await import(pathToFileURL(join(folder, assetOf(template, name), 'index.mjs')).href);
  const { handler }: { handler?: Handler } = Object(loaded);
  if (!handler) throw new Error(`the bundle of ${name} exports no handler`);
  return handler;
}

/** The key a function's code is uploaded under names the folder it was bundled to. */
export function assetOf({ Resources }: Template, name: FunctionName): string {
  const { entry } = functions[name];
  const found = Object.values(Resources).find(({ Properties }) => String(Properties?.Description).endsWith(entry));
  const key: unknown = Object(found?.Properties?.Code).S3Key;
  if (typeof key === 'string') return `asset.${key.replace(/\.zip$/, '')}`;
  throw new Error(`the template has no code for ${name}: run npm run synth first`);
}
