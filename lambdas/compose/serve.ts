import { createLogger, powertoolsLog } from '../adapters/powertools-log.ts';
import type { HandlerDefinition } from '../kernel/define-handler.ts';
import { logFailure, wordsOf } from '../kernel/log.ts';
import { complete, type Parts, stage } from './base.ts';
import { wallClock } from './clock.ts';

export type LambdaHandler<Output> = (event: unknown, context: unknown) => Promise<Output>;

/**
 * A definition as AWS calls it. The parts are asked for at every call, because a secret may have been rolled; each keeps
 * what it built. In Lambda they are built while the function starts, where the processor is not metered by memory.
 */
export function serve<Output>(
  definition: HandlerDefinition<Output>,
  parts: () => Parts | Promise<Parts>,
): LambdaHandler<Output> {
  const logger = createLogger({ function: definition.name, stage: process.env.STAGE ?? 'unknown' });
  const log = powertoolsLog(logger);
  const ports = async () => complete({ clock: wallClock, log, stage: stage() }, await parts());
  const ready = async () => {
    try {
      return await ports();
    } catch (error) {
      logFailure(definition.name, error, log);
      throw error;
    }
  };
  // A failure here is met again, and told, at the first call.
  const started = process.env.AWS_LAMBDA_FUNCTION_NAME ? ports().catch(() => undefined) : undefined;
  return async (event, context) => {
    logger.appendKeys({ requestId: String(Object(context).awsRequestId ?? '') });
    try {
      await started;
      return await definition.lambda(await ready())(event, context);
    } catch (error) {
      throw publicError(error);
    }
  };
}

/**
 * What leaves the function: Lambda logs it with all its properties, and Step Functions keeps its words for 90 days. So
 * the name stays, which is what `ErrorEquals` matches, and the words are cleaned; facts and causes stay inside.
 */
export function publicError(error: unknown): Error {
  const { name, why } = wordsOf(error);
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const clean = new Error(why);
  clean.name = name;
  clean.stack = [`${name}: ${why}`, ...frames].join('\n');
  return clean;
}
