import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadConnection, parseConnection, storeConnection } from '../../lambdas/billing/connection.ts';
import type { Rows } from '../../lambdas/kernel/rows.ts';
import type { Memory } from './connect.ts';

export const stageMemory = (rows: Rows): Memory => ({
  read: () => loadConnection({ rows }),
  write: (connection) => storeConnection(connection, { rows }),
});

/** The laptop's world is opened by one process only, so the row lies beside it. Ids, no secret. */
export const fileMemory = (file: string): Memory => ({
  read: async () => (existsSync(file) ? parseConnection(JSON.parse(readFileSync(file, 'utf8'))) : undefined),
  write: async (connection) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(connection, null, 2)}\n`);
  },
});
