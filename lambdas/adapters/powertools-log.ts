import { Logger } from '@aws-lambda-powertools/logger';
import { allowListed, type Log, redact } from '../kernel/log.ts';

/** Of a Powertools Logger. */
export interface LogSink {
  info(message: string, fields: Record<string, string | number | boolean>): void;
  warn(message: string, fields: Record<string, string | number | boolean>): void;
  error(message: string, fields: Record<string, string | number | boolean>): void;
}

export interface LineOwner {
  readonly function: string;
  readonly stage: string;
}

/** One JSON object a line, with the function's cold start and trace beside our fields. Never logs an event. */
export const createLogger = ({ function: name, stage }: LineOwner): Logger =>
  new Logger({ serviceName: name, logLevel: 'INFO', persistentKeys: { stage } });

/** The last gate before CloudWatch (invariant 10): what is not in the allow-list, or looks like a secret, ends here. */
export const powertoolsLog = (sink: LogSink): Log => ({
  info: (message, fields) => sink.info(redact(message), allowListed(fields)),
  warn: (message, fields) => sink.warn(redact(message), allowListed(fields)),
  error: (message, fields) => sink.error(redact(message), allowListed(fields)),
});
