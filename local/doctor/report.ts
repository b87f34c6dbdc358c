import type { Connection } from '../../lambdas/billing/connection.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import { lacking } from '../connect/permissions.ts';
import { type Finding, fail, judged, pass, type Read, warn } from './finding.ts';
import { type AccountFacts, judgeAccount } from './judge-account.ts';
import { judgeCoverage } from './judge-coverage.ts';
import { judgeEndpoint, ownEndpoint } from './judge-endpoint.ts';
import {
  judgeClock,
  judgeExecutions,
  judgeSecretAge,
  judgeVersions,
  quotaQuestions,
  type Versions,
} from './judge-machine.ts';
import { type DomainFacts, judgeDomain, judgeMailAccount, liveJourneys } from './judge-mail.ts';
import type { AwsFacts } from './look-at-aws.ts';
import type { StripeFacts } from './look-at-stripe.ts';
import { judgeOtherTools } from './other-tools.ts';

/** Everything the doctor could see, and of the rest why not. */
export interface Facts {
  readonly versions: Versions;
  readonly now: Instant;
  /** What the stage's own rows say. */
  readonly stage: Read<readonly Finding[]>;
  readonly url: Read<string>;
  readonly connection: Read<Connection | undefined>;
  readonly stripe: Read<StripeFacts>;
  readonly aws: Read<AwsFacts>;
  readonly domains: Read<readonly DomainFacts[]>;
  /** Clocks of others by their name. */
  readonly clocks: readonly { readonly whose: string; readonly says: Read<Instant> }[];
}

/** Every line of the report, in the order in which a person would look. */
export const reportOf = (facts: Facts, config: RetentionConfig): readonly Finding[] => [
  ...judgeVersions(facts.versions),
  ...facts.clocks.flatMap(({ whose, says }) =>
    judged(`the clock against ${whose}'s`, says, (remote) => [judgeClock(whose, remote, facts.now)]),
  ),
  ...judged('what the stage runs', facts.stage, (findings) => findings),
  ...judged('everything at Stripe', facts.stripe, (stripe) => ofStripe(stripe, facts, config)),
  ...judged('SES, quotas and secrets in AWS', facts.aws, (aws) => ofAws(aws, facts, config)),
  ...judged('the DNS of the mail domains', facts.domains, (domains) => domains.flatMap(judgeDomain)),
  ...quotaQuestions,
];

function ofStripe(stripe: StripeFacts, facts: Facts, config: RetentionConfig): readonly Finding[] {
  return [
    permissions(stripe),
    ...endpoint(stripe, facts),
    ...judged('other tools at Stripe', stripe.endpoints, (endpoints) =>
      judgeOtherTools(
        endpoints,
        'value' in facts.url ? ownEndpoint({ endpoints, url: facts.url.value })?.id : undefined,
      ),
    ),
    ...judged('the portal for new cards', stripe.portals, (portals) => [portal(portals, facts)]),
    ...account(stripe, facts),
    ...judged('what recovery covers', stripe.subscriptions, ({ covered, whole }) =>
      judgeCoverage(covered, whole, config),
    ),
  ];
}

function permissions({ permissions: tested }: StripeFacts): Finding {
  const missing = lacking(tested);
  if (missing.length > 0)
    return fail(`the Stripe key lacks ${missing.join(', ')}`, 'edit it in Stripe under Developers, API keys');
  const unknown = tested.filter(({ verdict }) => verdict === 'unknown').length;
  return unknown > 0
    ? warn(`${unknown} permissions of the Stripe key could not be tried`, 'run the doctor again')
    : pass(`the Stripe key has all ${tested.length} permissions`);
}

const endpoint = ({ endpoints, undelivered }: StripeFacts, { url, versions, now }: Facts): readonly Finding[] =>
  judged('the webhook endpoint', url, (address) =>
    judged('the webhook endpoint', endpoints, (all) =>
      judged('the webhook endpoint', undelivered, (waiting) =>
        judgeEndpoint({ url: address, endpoints: all, apiVersion: versions.pinnedApi, undelivered: waiting, now }),
      ),
    ),
  );

function portal(portals: readonly { readonly id: string; readonly updatesCard: boolean }[], facts: Facts): Finding {
  const own = 'value' in facts.connection ? facts.connection.value?.portal : undefined;
  const found = portals.find(({ id }) => id === own);
  const fix = 'npm run stripe:connect makes it';
  if (!found) return warn('there is no portal configuration of our own', fix);
  return found.updatesCard
    ? pass('the portal takes new cards')
    : fail('our portal configuration does not take new cards', fix);
}

const account = (stripe: StripeFacts, { connection }: Facts): readonly Finding[] =>
  judged('the account and its settings', stripe.account, (who) =>
    judged('the account and its settings', stripe.plannedByStripe, (plannedByStripe) =>
      judged('the account and its settings', stripe.subscriptions, ({ endedByStripe, whole }) => {
        const connectedTo = 'value' in connection ? connection.value?.account : undefined;
        const facts: AccountFacts = { ...who, connectedTo, plannedByStripe, endedByStripe, whole };
        return judgeAccount(facts);
      }),
    ),
  );

function ofAws({ mail, executions, secrets }: AwsFacts, { stripe, now }: Facts, config: RetentionConfig) {
  const customers =
    'value' in stripe && 'value' in stripe.value.subscriptions && stripe.value.subscriptions.value.whole
      ? stripe.value.subscriptions.value.covered.length
      : undefined;
  return [
    ...judged('SES', mail, (said) => judgeMailAccount(said, liveJourneys(config), customers)),
    ...judged('open executions', executions, ({ count, more }) => [judgeExecutions(count, more)]),
    ...judged('the age of secrets', secrets, (all) =>
      all.map(({ name, changed }) => judgeSecretAge(name, changed, now)),
    ),
  ];
}
