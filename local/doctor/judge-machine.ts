import { type Instant, milliseconds } from '../../lambdas/kernel/instant.ts';
import { ask, type Finding, fail, pass, warn } from './finding.ts';

export interface Versions {
  readonly node: string;
  /** What the installed client of Stripe would speak by itself. */
  readonly sdkApi: string;
  readonly pinnedApi: string;
}

export function judgeVersions({ node, sdkApi, pinnedApi }: Versions): readonly Finding[] {
  const [major] = node.split('.');
  return [
    Number(major) >= 24
      ? pass(`Node ${node}`)
      : fail(`Node ${node} is too old`, 'npm ci brings Node 24; start through npm run'),
    sdkApi === pinnedApi
      ? pass(`the Stripe client speaks API version ${pinnedApi}`)
      : warn(
          `the installed Stripe client is made for API version ${sdkApi}, pinned is ${pinnedApi}`,
          'read its changelog, then move the pin',
        ),
  ];
}

/** Stripe's signatures count for 300 seconds, AWS's requests too; half a minute is already a clock nobody sets. */
const skew = { warn: 30_000, fail: 240_000 } as const;

/** The remote clock is cut to whole seconds and travelled for a moment: a second either way is nothing. */
export function judgeClock(whose: string, remote: Instant, local: Instant): Finding {
  const off = Math.abs(remote - local);
  const seconds = Math.round(off / 1000);
  const words = `this machine's clock is ${seconds} seconds ${remote > local ? 'behind' : 'ahead of'} ${whose}'s`;
  const fix = 'set it by the network (NTP): signatures and requests are refused by their time';
  if (off >= skew.fail) return fail(words, fix);
  return off >= skew.warn ? warn(words, fix) : pass(`this machine's clock agrees with ${whose}'s`);
}

/** Links stay good for 400 days (spec payment-recovery), so keys that sign them are changed about yearly. */
const oldKey = { days: 365 } as const;

export function judgeSecretAge(name: string, changed: Instant, now: Instant): Finding {
  const days = Math.floor((now - changed) / milliseconds({ days: 1 }));
  return days > oldKey.days
    ? warn(`${name} is ${days} days old`, 'put a new one in; keep an old link key in the list for 400 days')
    : pass(`${name} was put in ${days === 0 ? 'today' : `${days} days ago`}`);
}

/** Open executions: 1,000,000 an account and region by default (facts aws §1.1). */
const executions = { quota: 1_000_000, warnAt: 700_000 } as const;

export const judgeExecutions = (open: number, more: boolean): Finding =>
  open >= executions.warnAt
    ? warn(`${open} executions are open of ${executions.quota}`, 'ask for more under Service Quotas, Step Functions')
    : pass(`${more ? 'more than ' : ''}${open} executions are open of ${executions.quota}`);

/** No call of the clients we ship tells these; a new account may have far less than the documented default. */
export const quotaQuestions: readonly Finding[] = [
  ask('is Lambda’s quota of concurrent executions 100 or more?', 'Service Quotas, Lambda: new accounts begin with 10'),
  ask(
    'is Step Functions’ StateTransition rate 800 a second or more?',
    'Service Quotas, Step Functions: below it, waits end late',
  ),
];
