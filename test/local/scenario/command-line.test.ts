import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { account, renewal, story } from './story.ts';

const cli = join(import.meta.dirname, '../../../local/scenario/cli.ts');
const folder = mkdtempSync(join(tmpdir(), 'story-'));

function file(text: string): string {
  const path = join(folder, 'story.json');
  writeFileSync(path, text);
  return path;
}

const run = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args], { input, encoding: 'utf8' });

describe('npm run scenario', () => {
  it.each([
    [[], /^no story given: /],
    [[join(folder, 'none.json')], /^cannot read the story ".*none\.json": there is no such file; /],
    [[folder], /^cannot read the story ".*": it is a directory; /],
    [['-'], /^the story is empty/],
    [['--jsn', 'a.json'], /^unknown option --jsn, known are --json and --help\n$/],
    [['a.json', 'b.json'], /^one story at a time, got a\.json, b\.json/],
  ])('refuses %j in one line with exit code 2', (args, sentence) => {
    const { status, stdout, stderr } = run(args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('prints one JSON document and nothing else, from a file or from stdin', () => {
    const text = JSON.stringify(story([renewal], { accounts: [account()], days: 1 }));
    const [fromFile, fromStdin] = [run([file(text), '--json']), run(['--json', '-'], text)];

    expect(fromFile).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(fromFile.stdout)).toMatchObject({ cases: [{ subject: 'sub_acme' }] });
    expect(fromStdin.stdout).toBe(fromFile.stdout);
  });

  it('prints a timeline for people, and every mistake of a wrong story on a line of its own', () => {
    const good = run([file(JSON.stringify(story([renewal], { days: 1 })))]);
    const wrong = run([
      file(
        JSON.stringify(
          story([
            { at: 'T', do: 'a' },
            { at: 'T', do: 'b' },
          ]),
        ),
      ),
    ]);

    expect(good.stdout).toContain(
      '2026-11-11 15:00:00  charge            acme  us: $49.00 of in_1 on pm_1: processing_error',
    );
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr.trim().split('\n')).toHaveLength(2);
  });
});
