import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const script = join(import.meta.dirname, '../../scripts/ci-summary.cjs');
const folder = mkdtempSync(join(tmpdir(), 'ci-summary-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function summary(text: string): [string, number | null] {
  const file = join(folder, 'jest.json');
  writeFileSync(file, text);
  const { stdout, status } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  return [stdout, status];
}

describe('the line a build reads', () => {
  it.each<[string, object, string, number]>([
    ['all passed', { numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 0 }, '3 passed, 0 failed\n', 0],
    ['one failed', { numPassedTests: 2, numFailedTests: 1, numRuntimeErrorTestSuites: 0 }, '2 passed, 1 failed\n', 1],
    [
      'a file did not load',
      { numPassedTests: 2, numFailedTests: 0, numRuntimeErrorTestSuites: 1 },
      '2 passed, 1 failed\n',
      1,
    ],
  ])('counts when %s', (_name, result, line, status) => {
    expect(summary(JSON.stringify(result))).toEqual([line, status]);
  });

  it('counts a run that left no result as failed', () => {
    expect(summary('')).toEqual(['0 passed, 1 failed\n', 1]);
  });
});
