type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Lays a deep-partial configuration over another: objects merge key by key, everything else (lists, amounts, null)
 * replaces. `undefined` changes nothing. Merge inputs, then resolve: defaults may depend on what the partial sets.
 */
export function mergeConfig(base: unknown, partial: unknown): unknown {
  if (partial === undefined) return base;
  if (!isPlain(base) || !isPlain(partial)) return partial;
  const changed = Object.entries(partial).map(
    ([key, value]) => [key, mergeConfig(ownValue(base, key), value)] as const,
  );
  return Object.fromEntries([...Object.entries(base), ...changed]);
}

const ownValue = (of: Plain, key: string): unknown => (Object.hasOwn(of, key) ? of[key] : undefined);
