/** What one list has and the other has not. */
export const differences = (expected: readonly string[], found: readonly string[]): readonly string[] => [
  ...expected.filter((one) => !found.includes(one)).map((one) => `${one} is missing`),
  ...found.filter((one) => !expected.includes(one)).map((one) => `${one} is not expected`),
  ...found.filter((one, index) => found.indexOf(one) !== index).map((one) => `${one} is there twice`),
];

/** `thing: is X, not Y` for each value that is not as it should be. */
export const deviations = (
  thing: string,
  expected: Readonly<Record<string, unknown>>,
  found: (path: string) => unknown,
): readonly string[] =>
  Object.entries(expected)
    .filter(([path, value]) => JSON.stringify(found(path)) !== JSON.stringify(value))
    .map(([path, value]) => `${thing}: ${path} is ${JSON.stringify(found(path))}, not ${JSON.stringify(value)}`);

export const unless = (fine: boolean, problem: string): readonly string[] => (fine ? [] : [problem]);
