/** What the recorder put in place of values that differ from run to run: `<uuid:1>`, `<ArnPart_0idx>`. */
const PLACEHOLDER = /<[A-Za-z_][^<>"]*>/g;

/** Placeholders that stand in what the run is given occur in its values as plain text. */
export function givenPlaceholders(...given: readonly unknown[]): ReadonlySet<string> {
  return new Set(given.flatMap((value) => (JSON.stringify(value) ?? '').match(PLACEHOLDER) ?? []));
}

/** A placeholder the run cannot know stands for whatever the run made itself: its name, its times. */
export function openUnknown(expected: unknown, given: ReadonlySet<string>): unknown {
  if (typeof expected === 'string')
    return expected.replace(PLACEHOLDER, (found) => (given.has(found) ? found : '<any>'));
  if (Array.isArray(expected)) return expected.map((item) => openUnknown(item, given));
  if (typeof expected !== 'object' || expected === null) return expected;
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, openUnknown(value, given)]));
}

/** The text that stands in the recording where the run has its task token. */
export function placeholderOf(token: string, actual: unknown, expected: unknown): string | undefined {
  if (actual === token) return typeof expected === 'string' && expected !== '<any>' ? expected : undefined;
  if (typeof actual !== 'object' || actual === null || typeof expected !== 'object' || expected === null)
    return undefined;
  const wanted = new Map(Object.entries(expected));
  for (const [key, value] of Object.entries(actual)) {
    const found = placeholderOf(token, value, wanted.get(key));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Puts the recorder's words for the run's tokens into a value, so that both can be compared. */
export function withAliases<T>(value: T, aliases: ReadonlyMap<string, string>): T {
  let text = JSON.stringify(value);
  for (const [token, placeholder] of aliases) text = text.replaceAll(token, JSON.stringify(placeholder).slice(1, -1));
  return aliases.size === 0 ? value : JSON.parse(text);
}
