const ANY = '<any>';

/** Does a value agree with what was recorded? `<any>` stands for any text, alone for any JSON. */
export function agrees(expected: unknown, actual: unknown): boolean {
  if (expected === ANY) return true;
  if (typeof expected === 'string') return textAgrees(expected, actual);
  if (typeof expected !== 'object' || expected === null) return expected === actual;
  if (typeof actual !== 'object' || actual === null || Array.isArray(expected) !== Array.isArray(actual)) return false;
  const [wanted, got] = [Object.entries(expected), new Map(Object.entries(actual))];
  return wanted.length === got.size && wanted.every(([key, value]) => got.has(key) && agrees(value, got.get(key)));
}

function textAgrees(expected: string, actual: unknown): boolean {
  if (typeof actual !== 'string') return false;
  if (expected === actual) return true;
  return expected.includes(ANY) && pattern(expected).test(actual);
}

const pattern = (expected: string): RegExp => new RegExp(`^${expected.split(ANY).map(escaped).join('[\\s\\S]*')}$`);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A cause that is JSON (a Lambda error, a DescribeExecution) is compared parsed. */
export function causeAgrees(expected: unknown, actual: unknown): boolean {
  if (agrees(expected, actual)) return true;
  const [wanted, got] = [parsed(expected), parsed(actual)];
  return wanted !== undefined && got !== undefined && agrees(wanted, got);
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A short text of a value for a report. */
export function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
