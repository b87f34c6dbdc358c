import { storePolicy } from '../../lambdas/adapters/policies.ts';
import { mergeConfig, type RetentionConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import input from '../../retention.config.ts';
import type { Smoke } from './smoke.ts';

const reason = 'smoke test: minutes instead of days, and no mail';
const quiet = { mail: null, banner: false, task: false, reason };

/** The ladder of the deployed configuration in minutes: the same states of the same machine, on a policy row of its own. */
export const shortPolicy = (): RetentionConfig =>
  resolveConfig(
    mergeConfig(input, {
      attemptWindow: { enabled: false },
      ladder: {
        retries: [
          { after: '2m', ...quiet },
          { after: '30m', ...quiet },
          { after: '30m', ...quiet },
          { at: '3h', ...quiet },
        ],
        withoutRetry: [{ at: '2h', ...quiet }],
        pauseAt: '4h',
        minimumGap: '1m',
        reason,
      },
    }) as Parameters<typeof resolveConfig>[0],
  );

export async function storeShortPolicy(smoke: Smoke): Promise<string> {
  const hash = await storePolicy(smoke.rows, shortPolicy());
  smoke.later('the policy row', () => smoke.rows.remove({ pk: `POLICY#${hash}`, sk: 'POLICY' }));
  return hash;
}
