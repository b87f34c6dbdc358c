import type { Case } from './case.ts';
import type { Finding } from './verdict.ts';

export async function runTestState(_of: Case): Promise<Finding> {
  return { verdict: 'unsupported', why: 'todo' };
}
