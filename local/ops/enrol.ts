import { enrolSince } from '../../lambdas/import/enrol-since.ts';
import { parseInstant } from '../../lambdas/kernel/instant.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { listOf } from '../import/list-of.ts';
import type { Command } from './command.ts';

type Enrol = Extract<Command, { command: 'enrol' }>;

/** Lists what is failing since then, and with `--yes` opens a case for each. */
export async function enrolLines({ since, yes, who, why }: Enrol, ports: Ports): Promise<readonly string[]> {
  const { listed, opened } = await enrolSince(parseInstant(since), { yes, who, why }, ports);
  if (listed.length === 0) return [`nothing that failed since ${since} is without a case`];
  if (opened === undefined) return [...listOf(listed), `nothing was opened: --yes opens ${listed.length} cases`];
  const left = listed.length - opened;
  return [`opened ${opened} cases${left > 0 ? `, ${left} are left: ask again in a minute` : ''}`];
}
