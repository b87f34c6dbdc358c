import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger, powertoolsLog } from '../../../lambdas/adapters/powertools-log.ts';
import { assumptions } from '../../../local/cost/assumptions.ts';
import { executionLogBytes, lineBytes } from '../../../local/cost/log-bytes.ts';

const write = process.stdout.write;

afterEach(() => {
  process.stdout.write = write;
  delete process.env._X_AMZN_TRACE_ID;
});

/** One line as the deployed function prints it, with the ids Lambda gives it. */
function printed(message: string, fields: Record<string, string>): string {
  process.env._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1';
  let text = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  const logger = createLogger({ function: 'billing-events', stage: 'staging' });
  logger.appendKeys({ requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0' });
  powertoolsLog(logger).info(message, fields);
  return text;
}

describe('lineBytes', () => {
  it('is what the logger prints, at most a tenth more', () => {
    const fields = { event: 'evt_1', type: 'invoice.paid' };
    const real = printed('webhook queued', fields).length + assumptions['line-overhead'].value;
    const counted = lineBytes({ level: 'info', message: 'webhook queued', fields });
    expect(counted).toBeGreaterThanOrEqual(real);
    expect(counted).toBeLessThan(real * 1.1);
  });
});

describe('executionLogBytes', () => {
  const arn = 'arn:aws:states:eu-west-1:000000000000:execution:payment-recovery:x';
  const entered = { id: 2, previousEventId: 1, timestamp: 1_794_322_800_000, type: 'TaskStateEntered' };

  it('counts an event without its data', () => {
    const line = `{"id":"2","type":"TaskStateEntered","details":{"name":"Rest"},"previous_event_id":"1","event_timestamp":"1794322800000","execution_arn":"${arn}","redrive_count":"0"}`;
    const history = [{ ...entered, stateEnteredEventDetails: { name: 'Rest', input: '{"much":"data"}' } }];
    expect(executionLogBytes({ arn, history })).toBe(line.length + 26);
  });
});
