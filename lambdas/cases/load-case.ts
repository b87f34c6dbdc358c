import type { Rows } from '../kernel/rows.ts';
import { type Case, caseKey, parseCase } from './case.ts';

export async function loadCase(rows: Rows, account: string, sort: string): Promise<Case | undefined> {
  const item = await rows.get(caseKey(account, sort));
  return item && parseCase(item);
}
