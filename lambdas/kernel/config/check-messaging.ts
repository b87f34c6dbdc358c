import { normalAddress } from '../ids.ts';
import { type Check, complain } from './check.ts';

const windows = ['24h', '7d', '30d'] as const;

const capsGrow: Check = ({ caps }) =>
  windows.flatMap((window, index) => {
    const shorter = windows[index - 1];
    const [low, high] = [shorter === undefined ? null : caps[shorter], caps[window]];
    if (low === null || high === null || high >= low) return [];
    return complain(['caps', window], high, {
      allowed: `at least caps["${shorter}"] (${low}), or null for no cap`,
      fix: 'a longer window cannot hold fewer mails than a shorter one',
    });
  });

const nightsEnd: Check = ({ quietHours }) =>
  (['lifecycle', 'service', 'internal'] as const).flatMap((name) =>
    quietHours[name].from === quietHours[name].to
      ? complain(['quietHours', name, 'to'], quietHours[name].to, {
          allowed: `a time other than quietHours.${name}.from (${quietHours[name].from})`,
          fix: 'a night without end lets no mail out: set when it ends',
        })
      : [],
  );

const twoIdentities: Check = ({ senders }) =>
  normalAddress(senders.service.address) === normalAddress(senders.lifecycle.address)
    ? complain(['senders', 'lifecycle', 'address'], senders.lifecycle.address, {
        allowed: 'another address than senders.service.address',
        fix: 'use a second identity: a complaint about marketing must not stop payment notices',
      })
    : [];

const holdoutHasAStep: Check = ({ holdouts: { recovery } }) =>
  recovery.percent > 0 && recovery.step === null
    ? complain(['holdouts', 'recovery', 'step'], recovery.step, {
        allowed: 'friendly or urgent while holdouts.recovery.percent is above 0',
        fix: 'name the one mail under test, or set the percentage to 0',
      })
    : [];

export const messagingChecks: readonly Check[] = [capsGrow, nightsEnd, twoIdentities, holdoutHasAStep];
