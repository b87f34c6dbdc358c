import { parseArgs } from 'node:util';
import { InitError } from './mistake.ts';

export interface Arguments {
  /** A JSON file with the answers; undefined: a person is asked. */
  readonly answers: string | undefined;
  /** Replaces a file that is there. */
  readonly yes: boolean;
  readonly help: boolean;
}

export const help = `Writes retention.config.ts: eight questions, and plans, prices and currency from Stripe when STRIPE_SECRET_KEY is set.

  npm run init                             asks
  npm run init -- --answers answers.json   takes them from a file: name, country, zone, currency, postalAddress, app, mailDomain, tasks
  --yes                                    replaces the file that is there without asking
`;

/** @throws InitError with the way the command is written */
export function argumentsOf(args: readonly string[]): Arguments {
  try {
    const options = {
      answers: { type: 'string' },
      yes: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return { answers: values.answers, yes: values.yes ?? false, help: values.help ?? false };
  } catch (error) {
    const [first = ''] = String(Object(error).message).split(/\.(?: |$)|\n/);
    throw new InitError(`${first.charAt(0).toLowerCase()}${first.slice(1)}: see npm run init -- --help`);
  }
}

/** @throws InitError when the file is not there or is not JSON */
export function readAnswers(file: string, read: (file: string) => string): unknown {
  try {
    return JSON.parse(read(file));
  } catch (error) {
    const { code }: { code?: unknown } = Object(error);
    throw new InitError(
      code === undefined
        ? `${file} is not JSON: correct it and try again`
        : `${file} cannot be read (${String(code)}): check its name`,
    );
  }
}
