import { PermanentFailure } from '../kernel/failures.ts';
import type { LinkKey, LinkKeys } from './links.ts';

/** What each secret must look like. A wrong one is told by its name and the form expected, never by its content. */
const wrong = (name: string, expected: string): PermanentFailure =>
  new PermanentFailure(`the secret "${name}" has the wrong form: expected ${expected}, put it in again`);

/** A JSON list or object where the text is one, else the text itself. */
function read(name: string, text: string, expected: string): unknown {
  const clean = text.trim();
  if (!/^[[{"]/.test(clean)) return clean;
  try {
    return JSON.parse(clean);
  } catch {
    throw wrong(name, expected);
  }
}

const isSecret = (value: unknown): value is string => typeof value === 'string' && /^whsec_\S+$/.test(value);

/** One text, or a JSON list of two while the endpoint's secret is rolled. */
export function webhookSecrets(name: string, text: string): readonly string[] {
  const expected = 'one text that starts with whsec_, or a JSON list of one or two of them';
  const value = read(name, text, expected);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 || list.length > 2 || !list.every(isSecret)) throw wrong(name, expected);
  return list;
}

/** As Standard Webhooks write it: base64, with or without its prefix, 24 to 64 bytes. */
const isSigningKey = (value: unknown): value is string =>
  typeof value === 'string' && /^(whsec_)?(?=.{32,88}$)(?:[\w+/]{4})+(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(value);

/** An object of names; each has one key, or a list of two while it is rolled. */
export function signingKeys(name: string, text: string, entry?: string): readonly string[] {
  const expected = 'a JSON object such as {"default":"whsec_…"}, each entry one base64 key or a list of one or two';
  const value = read(name, text, expected);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(name, expected);
  const entries = Object.entries(value).map(([key, of]) => [key, Array.isArray(of) ? of : [of]] as const);
  const bad = entries.some(([, keys]) => keys.length === 0 || keys.length > 2 || !keys.every(isSigningKey));
  const found = entries.find(([key]) => key === (entry ?? 'default'));
  if (bad || !found)
    throw wrong(name, entry === undefined ? expected : `an entry "${entry}" in it, as the configuration names it`);
  return found[1].filter(isSigningKey);
}

/** Stripe refuses a key of the other mode only when it is used: here it is refused before anything happens (design §3). */
export function stripeKey(name: string, text: string, livemode: boolean): string {
  const mode = livemode ? 'live' : 'test';
  const key = text.trim();
  if (!new RegExp(`^(sk|rk)_${mode}_\\w+$`).test(key))
    throw wrong(name, `a secret or restricted Stripe key of ${mode} mode`);
  return key;
}

/** The first key signs; the others stay for links that are still out. One key alone, as the deploy makes it, needs no list. */
export function linkKeys(name: string, text: string): LinkKeys {
  const expected = 'a JSON list such as [{"id":"2026-11","secret":"at least 32 characters"}], the signing key first';
  const value = read(name, text, expected);
  const keys = (Array.isArray(value) ? value : [value]).map(linkKey);
  const [first, ...rest] = keys.filter((key) => key !== undefined);
  if (first === undefined || rest.length + 1 < keys.length) throw wrong(name, expected);
  return [first, ...rest];
}

/** HS256 wants a key as long as its hash: 32 bytes (RFC 7518, 3.2). */
function linkKey(value: unknown): LinkKey | undefined {
  const { id, secret }: { id?: unknown; secret?: unknown } = Object(value);
  if (typeof id !== 'string' || id === '' || typeof secret !== 'string' || secret.length < 32) return undefined;
  return { id, secret: new TextEncoder().encode(secret) };
}
