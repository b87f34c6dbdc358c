/**
 * Which pages may read an answer in a browser. Exact origins only, never `*`: a token is in a header and not in a cookie,
 * so this guards no secret by itself, but it keeps other sites from showing your customers' state as theirs.
 */
export function corsHeaders(origin: string | undefined, allowed: readonly string[]): Record<string, string> {
  const vary = { vary: 'Origin' };
  if (origin === undefined || !allowed.includes(origin)) return vary;
  return { ...vary, 'access-control-allow-origin': origin };
}

/** What a browser asks before it sends an `Authorization` header. Two hours is the most Chrome remembers. */
export const preflightHeaders = {
  'access-control-allow-methods': 'GET',
  'access-control-allow-headers': 'authorization',
  'access-control-max-age': '7200',
} as const;
