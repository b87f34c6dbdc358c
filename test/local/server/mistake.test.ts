import { describe, expect, it } from '@jest/globals';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { mistakeOf } from '../../../local/server/mistake.ts';
import { StoreError } from '../../../local/server/store.ts';
import example from '../../../retention.config.ts';

const thrownBy = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('a mistake at npm start', () => {
  it('in the configuration is told with its field, the value, what is allowed and the likely fix, without a stack', () => {
    const error = thrownBy(() => resolveConfig(mergeConfig(example, { mode: { default: 'lve' } })));
    expect(mistakeOf(error)).toBe(
      'retention.config.ts is wrong:\nmode.default: got "lve", allowed is one of observe, mail-to-me, live; did you mean "live"?',
    );
  });

  it('of the store is told in its own words', () => {
    expect(mistakeOf(new StoreError('in use'))).toBe('in use');
  });

  it('is not what a fault of ours is', () => {
    expect(mistakeOf(new TypeError('undefined is not a function'))).toBeUndefined();
  });
});
