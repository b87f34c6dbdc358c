import { resolve } from 'node:dns/promises';

/** A record as the stacks say it: `CNAME name value`, `MX name 10 host`, `TXT name "text"`. */
export interface DnsRecord {
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

export function parseRecord(text: string): DnsRecord {
  const [type = '', name = '', ...value] = text.split(' ');
  return { type, name, value: value.join(' ') };
}

/** Asks the DNS this machine uses. */
export type Lookup = (name: string, type: string) => Promise<readonly unknown[]>;

export const askDns: Lookup = async (name, type) => {
  const found: unknown = await resolve(name, type);
  return Array.isArray(found) ? found : [found];
};

const clean = (text: string): string => text.replace(/\.$/, '').replaceAll('"', '').toLowerCase();

function spelled(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  if (Array.isArray(answer)) return answer.join('');
  const { exchange, priority }: { exchange?: unknown; priority?: unknown } = Object(answer);
  return `${String(priority)} ${String(exchange)}`;
}

/** `own`: a record of this name and type stands, and says something else. DMARC may well be stricter than we propose. */
export type Standing = 'stands' | 'own' | 'absent';

export async function standingOf({ type, name, value }: DnsRecord, lookup: Lookup): Promise<Standing> {
  const answers = await lookup(name, type).catch(() => []);
  const said = answers.map(spelled).map(clean);
  if (said.includes(clean(value))) return 'stands';
  const kin = name.startsWith('_dmarc.') ? said.filter((text) => text.startsWith('v=dmarc1')) : said;
  return kin.length > 0 ? 'own' : 'absent';
}
