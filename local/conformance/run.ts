import type { Case } from './case.ts';
import { runExecution } from './run-execution.ts';
import { runTestState } from './run-test-state.ts';
import { runValidation } from './run-validation.ts';
import { type Finding, type Report, type Row, reportOf } from './verdict.ts';

/** Abilities beyond mocked services that are really here; a case that needs another is never counted as passed. */
const ABILITIES: ReadonlySet<string> = new Set(['testState']);

export async function runCases(cases: readonly Case[]): Promise<Report> {
  const rows: Row[] = [];
  for (const of of cases) rows.push(await runCase(of));
  return reportOf(rows);
}

async function runCase(of: Case): Promise<Row> {
  const missing = of.needs.filter((need) => !ABILITIES.has(need));
  const finding: Finding =
    missing.length > 0 ? { verdict: 'unsupported', why: `needs ${missing.join(', ')}` } : await safely(of);
  return { id: of.id, kind: of.kind, ...finding, ...(of.caveat === undefined ? {} : { caveat: of.caveat }) };
}

async function safely(of: Case): Promise<Finding> {
  try {
    return await runKind(of);
  } catch (error) {
    return { verdict: 'failed', why: `the runtime threw: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function runKind(of: Case): Finding | Promise<Finding> {
  switch (of.kind) {
    case 'execution':
      return runExecution(of);
    case 'testState':
      return runTestState(of);
    case 'validate':
    case 'createError':
      return runValidation(of);
  }
}
