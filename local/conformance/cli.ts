import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sharedExists, sharedPath } from '../shared.ts';
import { type Case, CaseFileError, parseCases } from './case.ts';
import { runCases } from './run.ts';
import type { Report } from './verdict.ts';

const FILES = ['cases.jsonl', 'cases-validation.jsonl'];

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' }, cases: { type: 'string' } } });
  const report = await runCases(readCases(values.cases));
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 1)}\n` : summary(report));
  return report.failed === 0 ? 0 : 1;
}

function readCases(file: string | undefined): Case[] {
  if (file !== undefined) return readFile(file);
  if (!sharedExists('conformance')) {
    throw new CaseFileError(`no case files at ${sharedPath('conformance')}, set HOLDFAST_SHARED or pass --cases FILE`);
  }
  return FILES.flatMap((name) => readFile(sharedPath('conformance', name)));
}

function readFile(file: string): Case[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CaseFileError(`${file} cannot be read, expected a file with one case per line`);
  }
  return parseCases(text, file);
}

function summary(report: Report): string {
  const lines = report.cases
    .filter((row) => row.verdict !== 'passed')
    .map(
      (row) =>
        `${row.verdict.padEnd(11)} ${row.id}${row.caveat === undefined ? '' : ' (caveat, not counted)'}\n            ${row.why}`,
    );
  const kinds = [...new Set(report.cases.map((row) => row.kind))].map((kind) => kindLine(report, kind));
  return `${[...lines, '', ...kinds, totals('all', report.passed, report.failed, report.unsupported)].join('\n')}\n`;
}

function kindLine(report: Report, kind: string): string {
  const rows = report.cases.filter((row) => row.kind === kind && row.caveat === undefined);
  const count = (verdict: string) => rows.filter((row) => row.verdict === verdict).length;
  return totals(kind, count('passed'), count('failed'), count('unsupported'));
}

const totals = (name: string, passed: number, failed: number, unsupported: number): string =>
  `${name.padEnd(12)} ${passed} passed, ${failed} failed, ${unsupported} not supported`;

/** parseArgs tells an unknown option by its code. */
function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CaseFileError) && !isUsageError(error)) throw error;
  process.stderr.write(`${error.message.replaceAll('\n', ' ')}\n`);
  process.exitCode = 2;
}
