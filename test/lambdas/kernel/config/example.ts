import {
  ConfigError,
  type ConfigProblem,
  mergeConfig,
  resolveConfig,
} from '../../../../lambdas/kernel/config/index.ts';

/** The least a company must say about itself. */
export const leastConfig = {
  company: {
    name: 'Harbor Notes',
    zone: 'Europe/London',
    country: 'GB',
    currency: 'usd',
    postalAddress: '1 Quay Lane, Harbor Town',
    urls: { app: 'https://app.harbor.test' },
  },
  people: { founder: 'ada@harbor.test' },
  senders: {
    service: { name: 'Harbor Billing', address: 'billing@harbor.test' },
    lifecycle: { name: 'Ada from Harbor', address: 'ada@mail.harbor.test' },
    replyTo: 'replies@harbor.test',
  },
};

export const resolveWith = (partial: unknown) => resolveConfig(mergeConfig(leastConfig, partial));

/** What is wrong with a configuration; none when it resolves. */
export function problemsWith(partial: unknown): readonly ConfigProblem[] {
  return problemsIn(mergeConfig(leastConfig, partial));
}

export function problemsIn(input: unknown): readonly ConfigProblem[] {
  try {
    resolveConfig(input);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
