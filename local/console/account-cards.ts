import { html } from 'hono/html';
import type { Item } from '../../lambdas/kernel/rows.ts';
import { attemptsIn, entitiesIn, notMadeIn } from './account-rows.ts';
import { actorWords, attemptWords, notMadeWords, stepWords } from './charge-words.ts';
import { type Html, table, time } from './kit.ts';
import type { ConsoleSource } from './source.ts';
import { capital } from './words.ts';

/** The cards of an account, each with what was tried on it: its own row, since several accounts may share one card. */
export async function cards(rows: readonly Item[], source: ConsoleSource): Promise<Html> {
  const known = entitiesIn(rows, 'card-ref');
  if (known.length === 0) return html`<p class="none">No card has been read from Stripe yet.</p>`;
  return html`${await Promise.all(known.map((card) => attemptsOn(card, source)))}`;
}

async function attemptsOn(card: Item, source: ConsoleSource): Promise<Html> {
  const budget = String(card.fingerprint ?? card.id);
  const row = await source.row({ pk: `CARD#${budget}`, sk: 'CARD' });
  const lines = attemptsIn(row).map((one) => [time(one.at), actorWords(one.actor), attemptWords(one)]);
  return html`<h3>${nameOf(card)}</h3>${table(['When', 'Tried by', 'Result'], lines, 'No attempt has been made on it.')}`;
}

function nameOf({ brand, last4, expMonth, expYear, type, id }: Item): string {
  if (last4 === undefined) return `${capital(String(type ?? 'card'))} ${String(id)}`;
  const expiry = expMonth === undefined ? '' : `, valid to ${String(expMonth).padStart(2, '0')}/${String(expYear)}`;
  return `${capital(String(brand ?? 'card'))} ending in ${String(last4)}${expiry}`;
}

/** Attempts the ladder had planned and did not make. */
export function notCharged(rows: readonly Item[]): Html {
  const lines = notMadeIn(rows).map(({ at, step, reason, invoice }) => [
    time(at),
    stepWords(step),
    capital(notMadeWords(reason)),
    invoice === '' ? '' : html`<code>${invoice}</code>`,
  ]);
  return table(
    ['When', 'Planned', 'Why it was not made', 'Invoice'],
    lines,
    'Every attempt that was planned has been made.',
  );
}
