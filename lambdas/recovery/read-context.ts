import { billingRoles, contactFor, zoneOf } from '../accounts/account.ts';
import { contactsOf, loadAccount } from '../accounts/load-account.ts';
import type { Card } from '../billing/model.ts';
import type { Case } from '../cases/case.ts';
import { todaysMode } from '../cases/todays-mode.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import type { Ports } from '../kernel/ports.ts';
import { attemptKey } from './attempt.ts';
import { backupName } from './backup.ts';
import { aheadOf } from './claims.ts';
import { acts, type Context } from './context.ts';
import { type Step, steps } from './ladder.ts';
import { cardRules, ladderOf } from './policy.ts';
import { readBackups } from './read-backups.ts';
import { readWorld } from './read-world.ts';
import { parseRecovery, type Recovery } from './state.ts';

/** The row as it stands, the world as Stripe tells it now, and today's people: all that one decision is made from. */
export async function readContext(step: Step, stored: Case, config: RetentionConfig, ports: Ports): Promise<Context> {
  const account = await loadAccount(ports.rows, stored.account);
  const contact = contactFor(await contactsOf(ports.rows, stored.account), billingRoles);
  const { config: current } = await ports.policies.current();
  const row = { ...stored, mode: todaysMode(stored, account, current) };
  const recovery = parseRecovery(row.data);
  const rules = (brand: string | undefined) => cardRules(config, brand);
  const isOwn = (card: Card, key: string, urgent: string | undefined) =>
    [step, ...(urgent ? [urgent] : [])].some((name) => attemptKey(name, card, { row, recovery }) === key);
  const isExtra = (key: string, card: string) =>
    steps.some((name) => attemptKey(backupName(name), { id: card }, { row, recovery }) === key);
  const backups = await readBackups(row.account, recovery, rules, isExtra, ports);
  const read = await readWorld(recovery, rules, isOwn, ports);
  const world = {
    ...read,
    backups,
    open: read.open.filter((invoice) => isOurs(invoice.id, row, recovery)),
    observing: !acts({ row }),
    switchedOff: stored.mode === 'live' && !acts({ row }),
    ahead: aheadOf(read.claims, { row, recovery, config, world: read }, ports.clock.now()),
  };
  const ladder = ladderOf(config, zoneOf(account, undefined, config.company.zone), account?.country);
  return { step, row, recovery, world, account, contact, config, ladder, now: ports.clock.now() };
}

/** What an earlier run settled or gave up (stopped by a person, disputed) is not collected by this one. */
const isOurs = (invoice: string, { settled }: Case, { lead, taken }: Recovery): boolean =>
  invoice === lead || taken[invoice] !== undefined || !settled.includes(invoice);
