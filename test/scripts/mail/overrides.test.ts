import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { problemsOf, strayOverrides } from '../../../scripts/mail/check-overrides.ts';
import { asFile, compileOverrides } from '../../../scripts/mail/compile.ts';

const templates = join(import.meta.dirname, '..', '..', '..', 'templates');
const root = mkdtempSync(join(tmpdir(), 'overrides-'));
const names = ['payment-recovery/friendly', 'payment-recovery/recovered'] as const;

cpSync(join(templates, 'emails'), join(root, 'emails'), { recursive: true });
beforeEach(() => rmSync(join(root, 'overrides'), { recursive: true, force: true }));
afterAll(() => rmSync(root, { recursive: true }));

const ours = (file: string): string => readFileSync(join(root, 'emails', file), 'utf8');

function override(file: string, text: string): void {
  const path = join(root, 'overrides', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Our own text part of a mail with one more line. */
const withLine = (line: string): void =>
  override('payment-recovery/recovered.txt', `${ours('payment-recovery/recovered.txt')}\n${line}\n`);

const problems = async (): Promise<string[]> => problemsOf(await compileOverrides(root, names));

describe('own words', () => {
  it('are none where there is no folder, or a copy of ours', async () => {
    expect(await compileOverrides(root, names)).toEqual({});
    override('payment-recovery/friendly.txt', ours('payment-recovery/friendly.txt'));
    expect(await compileOverrides(root, names)).toEqual({});
  });

  it('win over ours, part by part', async () => {
    withLine('Thank you from all of us.');

    const { 'payment-recovery/recovered': own, ...others } = await compileOverrides(root, names);

    expect(own?.text).toContain('Thank you from all of us.');
    expect(own?.html).toContain('<html');
    expect(others).toEqual({});
    expect(await problems()).toEqual([]);
  });

  it('in the layout change every mail that has it', async () => {
    override('layout/sign-off.txt', 'Yours, the billing team\n');

    expect(Object.keys(await compileOverrides(root, names))).toEqual([...names]);
  });

  it.each([
    [
      'a fact the mail is not given',
      'Dear {{nmae}}',
      /recovered: mail payment-recovery\/recovered cannot be written: nmae is missing/,
    ],
    ['what a lint refuses', 'Act now!', /recovered: false urgency: "Act now"/],
    [
      'a fact printed outside its "if"',
      'Dear {{name}}',
      /recovered: .* name is null and the text prints it outside its "if"/,
    ],
    ['a slot that is not closed', 'Dear {{name', /recovered: .*[Pp]arse error/],
  ])('are refused for %s', async (_name, line, words) => {
    withLine(line);
    expect(await problems()).toEqual([expect.stringMatching(words)]);
  });

  it.each(['payment-recovery/freindly.txt', 'emails/payment-recovery/friendly.txt', 'notes.md'])(
    'are refused as %s, which replaces nothing',
    (file) => {
      override(file, 'text');
      expect(strayOverrides(root)).toEqual([
        `templates/overrides/${file} replaces nothing: there is no templates/emails/${file}`,
      ]);
    },
  );
});

describe('your own words in this project', () => {
  it('replace mails there are, with what these mails may say', async () => {
    const { mailNames } = await import('../../../templates/catalog.ts');
    const own = await compileOverrides(templates, mailNames);
    const committed = readFileSync(join(templates, 'compiled', 'overrides.json'), 'utf8');

    expect([...strayOverrides(templates), ...problemsOf(own)]).toEqual([]);
    // Renew it with: node scripts/build-mail.ts
    expect(asFile(own)).toBe(committed);
  });
});
