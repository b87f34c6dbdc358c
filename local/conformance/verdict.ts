export type Verdict = 'passed' | 'failed' | 'unsupported';

export interface Finding {
  readonly verdict: Verdict;
  readonly why: string;
}

export interface Row extends Finding {
  readonly id: string;
  readonly kind: string;
  /** Present when the case itself is in doubt; such rows are not counted. */
  readonly caveat?: string;
}

export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
  readonly cases: readonly Row[];
}

export function reportOf(rows: readonly Row[]): Report {
  const count = (verdict: Verdict) => rows.filter((row) => row.caveat === undefined && row.verdict === verdict).length;
  return { passed: count('passed'), failed: count('failed'), unsupported: count('unsupported'), cases: rows };
}
