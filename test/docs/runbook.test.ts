import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { taskKinds } from '../../lambdas/tasks/kinds.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const runbook = read('docs/runbook.md');
const sources = readdirSync(new URL('lambdas', root), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => read(`lambdas/${path}`));
const found = (form: RegExp): string[] =>
  [...new Set(sources.flatMap((text) => [...text.matchAll(form)].map((match) => match[1] ?? '')))].sort();

describe('the runbook', () => {
  it('has a heading for every alert the code raises, and no other', () => {
    const alerts = found(/\balert: '(\w+)'/g);
    const headings = [...runbook.matchAll(/^## ([a-z_]+)$/gm)].map((match) => match[1]);

    expect(alerts).toEqual([
      'access_lock_failed',
      'case_attention',
      'foreign_attempt',
      'overdue',
      'webhook_disabled',
      'webhook_failing',
    ]);
    expect(headings.sort()).toEqual(alerts);
  });

  it('says what every kind of task is for', () => {
    const made = found(/(?:recoveryTask\(|mailTask\(\s*message,|leaveToPerson\(\s*account,)\s*'(\w+)'/g);
    const kinds = Object.keys(taskKinds);

    expect(kinds.sort()).toEqual(made);
    expect(kinds.filter((kind) => !runbook.includes(`**\`${kind}\`.**`))).toEqual([]);
  });

  it('names only commands there are', () => {
    const known = read('local/ops/help.ts');
    const used = [...new Set([...runbook.matchAll(/npm run ops -- ([\w-]+)/g)].map((match) => match[1]))];

    expect(used.length).toBeGreaterThan(4);
    expect(used.filter((command) => !known.includes(`npm run ops -- ${command}`))).toEqual([]);
  });
});
