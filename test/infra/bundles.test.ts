import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { bundleAll } from '../../infra/bundles.ts';

/** One function stands for all, which differ in what they import: test/lambdas/compose runs each of them. */
it('bundles a function with its SDK into one module that starts where nothing is installed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bundle-'));
  const code = bundleAll(folder, ['stripe-webhook'])('stripe-webhook');
  const script = `const { handler } = await import(${JSON.stringify(join(code, 'index.mjs'))}); console.log(typeof handler);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { STAGE: 'dev', LIVEMODE: 'false' },
  });
  const files = readdirSync(code);
  rmSync(folder, { recursive: true, force: true });

  expect({ files, stdout, stderr }).toEqual({ files: ['index.mjs'], stdout: 'function\n', stderr: '' });
});
