import { parseCase } from '../cases/case.ts';
import { raiseNews } from '../cases/news.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { type Condition, ifAbsent } from '../kernel/rows.ts';
import {
  type By,
  type Consent,
  type ConsentAct,
  consentKey,
  consentPrefix,
  nextConsent,
  parseConsent,
  type Words,
  wordsOf,
} from './consent.ts';

type Store = Pick<Ports, 'rows'>;

/** Cards that may be charged as a backup, the longest agreed first. */
export async function consentsOf(account: string, { rows }: Store): Promise<Consent[]> {
  const page = await rows.query({ pk: `A#${account}`, sk: { prefix: consentPrefix } });
  const given = page.items.map(parseConsent).filter(({ status }) => status === 'given');
  return given.sort((a, b) => (a.at < b.at || (a.at === b.at && a.card < b.card) ? -1 : 1));
}

/** Asked last before a charge: whoever took it back a moment ago is not charged any more. */
export async function mayCharge(account: string, card: string, { rows }: Store): Promise<boolean> {
  const item = await rows.get(consentKey(account, card));
  return item !== undefined && parseConsent(item).status === 'given';
}

export type About = Pick<Consent, 'account' | 'customer' | 'card'>;

/** Records that this card may be charged as a backup, with the words that were on the page. */
export async function giveConsent(about: About, by: By, words: Words, ports: Ports): Promise<void> {
  await change(about, { at: toIso(ports.clock.now()), act: 'given', by, ...words }, ports);
}

/** From this write on the card is no backup any more, whatever is being decided elsewhere. */
export const withdrawConsent = (about: About, by: By, ports: Ports): Promise<void> =>
  change(about, { at: toIso(ports.clock.now()), act: 'withdrawn', by }, ports);

/** Today's words, on the page and for somebody who agrees on the phone. */
export async function wordsOfToday({ policies }: Pick<Ports, 'policies'>): Promise<Words> {
  return wordsOf((await policies.current()).config.company.name);
}

/** Open cases hear of it, also on a repeat: the first visit may have died before it told them. */
async function change(about: About, act: ConsentAct, ports: Ports): Promise<void> {
  for (;;) {
    const item = await ports.rows.get(consentKey(about.account, about.card));
    const standing = item && parseConsent(item);
    const next = nextConsent(standing, about, act);
    const stored = next ? await write(standing, next, ports) : standing;
    if (stored) await tellCases(stored, ports);
    if (stored || !next) return;
  }
}

async function write(standing: Consent | undefined, next: Consent, { rows }: Store): Promise<Consent | undefined> {
  const condition: Condition = standing ? { kind: 'equals', path: 'turn', value: standing.turn } : ifAbsent;
  return (await rows.put(next, condition)).kind === 'done' ? next : undefined;
}

async function tellCases({ account, customer, card, status, turn }: Consent, ports: Ports): Promise<void> {
  const page = await ports.rows.query({ pk: `A#${account}`, sk: { prefix: 'CASE#payment-recovery#' } });
  const open = page.items.filter((item) => item.entity === 'case' && item.status !== 'closed').map(parseCase);
  const events = [`consent:${card}:${turn}`];
  for (const row of open.filter(({ data }) => data.customer === customer))
    await raiseNews(row, { events, what: `backup card ${status === 'given' ? 'allowed' : 'removed'}` }, ports);
}
