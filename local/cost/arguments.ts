export interface Asked {
  readonly accounts: number;
  readonly json: boolean;
}

export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

const mostAccounts = 100_000_000;

/** @throws ArgumentError in one sentence */
export function parseArguments(args: readonly string[]): Asked {
  const rest = args.filter((arg) => arg !== '--json');
  const [option, count, ...more] = rest.flatMap((arg) => (arg.startsWith('--accounts=') ? arg.split('=', 2) : [arg]));
  const json = rest.length < args.length;
  if (option === undefined) return { accounts: 1000, json };
  if (option !== '--accounts')
    throw new ArgumentError(`unknown argument "${option}": known are --accounts N and --json`);
  if (more.length > 0) throw new ArgumentError(`unknown argument "${more[0]}": known are --accounts N and --json`);
  return { accounts: accountsIn(count), json };
}

function accountsIn(text: string | undefined): number {
  if (text === undefined || text === '')
    throw new ArgumentError('--accounts has no number: say how many, as in --accounts 300');
  const accounts = Number(text);
  if (/^\d+$/.test(text) && accounts >= 1 && accounts <= mostAccounts) return accounts;
  throw new ArgumentError(`--accounts is "${text}": give a whole number from 1 to ${mostAccounts}`);
}
