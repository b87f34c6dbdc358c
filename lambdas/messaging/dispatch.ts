import { loadAccount } from '../accounts/load-account.ts';
import { todaysMode } from '../cases/todays-mode.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { Conflict } from '../kernel/failures.ts';
import { type Instant, parseInstant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { addressKey } from './address.ts';
import { loadAddress } from './address-book.ts';
import { needsApproval } from './approval.ts';
import { arbitrate, type Hearing, type Ruling } from './arbiter.ts';
import { askForApproval } from './ask-approval.ts';
import { brakedSince } from './brake.ts';
import { leaveToPerson } from './compose-mail.ts';
import { goalOf } from './goal.ts';
import { type Message, messageKey, parseMessage } from './outbox.ts';
import { recipientOf } from './recipient.ts';
import { defer, drop, giveUpUnknown, markUnknown } from './rulings.ts';
import { saidBy } from './said-by.ts';
import { send } from './send.ts';
import type { Sending } from './sending.ts';
import { noAddressTask } from './tasks.ts';

export async function dispatch(account: string, key: string, ports: Ports): Promise<void> {
  const item = await ports.rows.get(messageKey(account, key));
  if (!item) return;
  const message = parseMessage(item);
  if (!isDue(message, ports.clock.now())) return;
  if (message.status === 'SENDING') return markUnknown(message, ports);
  if (message.status === 'UNKNOWN' && !mayResend(message)) return giveUpUnknown(message, ports);
  return judge(message, ports);
}

/** PENDING when its time has come, SENDING when its lease has run out, UNKNOWN when no mail event came in 15 minutes. */
function isDue(message: Message, now: Instant): boolean {
  const open = message.status === 'PENDING' || message.status === 'SENDING' || message.status === 'UNKNOWN';
  return (
    open && parseInstant(message.status === 'SENDING' ? (message.lease?.until ?? message.due) : message.due) <= now
  );
}

/** Service mail at least once, lifecycle mail at most once (spec messaging, sending). */
const mayResend = (message: Message): boolean => message.class === 'service' && message.resends === 0;

async function judge(stored: Message, ports: Ports, tries = 5): Promise<void> {
  const config = await ports.policies.load(stored.policy);
  const account = await loadAccount(ports.rows, stored.account);
  const { config: current } = await ports.policies.current();
  const message = { ...stored, mode: todaysMode(stored, account, current) };
  const recipient = await recipientOf(message, account, config.company.zone, ports);
  if (!recipient) {
    await leaveToPerson(noAddressTask(message, account, config, ports.clock.now()), ports);
    return drop(message, 'no_recipient', ports);
  }
  const address = await loadAddress(ports, addressKey(recipient.email));
  const goal = await goalOf(message, ports);
  const sending: Sending = { message, account, recipient, address, config, goalReadAt: goal.readAt };
  const ruling = arbitrate(await hearingOf(sending, goal.state, current, ports));
  const moved = await apply(ruling, sending, ports);
  if (!moved) return;
  if (tries === 1) throw new Conflict(`message ${message.key} moved under every try: it comes back`);
  return judge(stored, ports, tries - 1);
}

async function hearingOf(
  sending: Sending,
  goal: Hearing['goal'],
  current: RetentionConfig,
  ports: Ports,
): Promise<Hearing> {
  const { message, address, recipient, config, account } = sending;
  const own = message.class === 'internal';
  // Our own people's hours are as they are today: a policy of before knows none.
  const quiet = (own ? current : config).quietHours[message.class];
  const since = await brakedSince(ports);
  return {
    message,
    address,
    zone: recipient.zone,
    quiet,
    goal,
    // What a person of ours is to do about a held account is told all the same.
    accountHeld: !own && Boolean(account?.held),
    ownCap: own ? current.caps.internal24h : null,
    saidBy: await saidBy(message, address, ports),
    needsApproval: await needsApproval(message, current, ports),
    braked: since !== undefined,
    ...(since === undefined ? {} : { brakedSince: since }),
    now: ports.clock.now(),
  };
}

/** True: the address or the row changed in between, look again. */
async function apply(ruling: Ruling, sending: Sending, ports: Ports): Promise<boolean> {
  switch (ruling.kind) {
    case 'defer':
      if (ruling.reason === 'approval') await askForApproval(sending, ports);
      await defer(sending.message, ruling.reason, ruling.until, ports);
      return false;
    case 'drop':
      await drop(sending.message, ruling.reason, ports, ruling.saidBy);
      return false;
    case 'send':
      return send(sending, ports);
    default:
      return ruling satisfies never;
  }
}
