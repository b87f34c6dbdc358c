import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { mailSource } from '../../lambdas/messaging/mail-sources.ts';
import { asFile, compileMails } from '../../scripts/mail/compile.ts';
import { mailNames } from '../../templates/catalog.ts';

const root = join(import.meta.dirname, '..', '..', 'templates');

describe('templates/compiled/emails.json', () => {
  it('is what the sources compile to, to be renewed with "node scripts/build-mail.ts"', async () => {
    const committed = readFileSync(join(root, 'compiled', 'emails.json'), 'utf8');

    expect(asFile(await compileMails(root, mailNames))).toBe(committed);
  });

  it('reaches the sender as the sources compiled, with nothing lost to what the mails share', async () => {
    const sent = Object.fromEntries(mailNames.map((name) => [name, mailSource(name)]));

    expect(sent).toEqual(await compileMails(root, mailNames));
  });

  it('comes out the same twice', async () => {
    const first = asFile(await compileMails(root, mailNames));

    expect(asFile(await compileMails(root, [...mailNames].reverse()))).toBe(first);
  });
});
