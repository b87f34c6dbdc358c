import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { root } from '../bundles.ts';

export type Cdk = (args: readonly string[]) => Promise<number>;

/** The pinned command in node_modules, run by the Node that runs us. No global one, no network for it, no Docker. */
export const cdkIn = (region: string): Cdk => {
  const entry = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  return (args) =>
    new Promise((done, failed) => {
      const child = spawn(process.execPath, [entry, '--no-notices', '--no-version-reporting', ...args], {
        cwd: root,
        stdio: 'inherit',
        // Stacks without an account of their own go where the credentials lead; the region is ours to say.
        env: { ...process.env, AWS_REGION: region, CDK_DEFAULT_REGION: region, CDK_DISABLE_CLI_TELEMETRY: 'true' },
      });
      child.on('error', failed);
      child.on('close', (code) => done(code ?? 1));
    });
};
