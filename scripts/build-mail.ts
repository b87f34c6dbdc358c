import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mailNames } from '../templates/catalog.ts';
import { asFile, compileMails } from './mail/compile.ts';

const root = join(import.meta.dirname, '..', 'templates');
const file = asFile(await compileMails(root, mailNames));

mkdirSync(join(root, 'compiled'), { recursive: true });
writeFileSync(join(root, 'compiled', 'emails.json'), file);
process.stdout.write(
  `${mailNames.length} mails, ${Math.round(file.length / 1024)} KB: templates/compiled/emails.json\n`,
);
