import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { signWebhook } from '../stripe/index.ts';
import { webhookSecret } from '../world/world.ts';

/** As `npm run ops`: wherever npm start runs. */
const { HOLDFAST_URL: base = 'http://localhost:4242' } = process.env;
const endpoint = `${base.replace(/\/$/, '')}/webhooks/stripe`;

class UsageError extends Error {}

async function main(args: readonly string[]): Promise<number> {
  const { file, url } = readArgs(args);
  const body = readEvent(file);
  const signature = signWebhook(body, webhookSecret, Math.floor(Date.now() / 1000));
  const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
  const response = await fetch(url, { method: 'POST', headers, body }).catch(() => {
    throw new UsageError(`nothing answers at ${url}, run npm start, set HOLDFAST_URL, or pass --url`);
  });
  process.stdout.write(`${response.status} ${await response.text()}\n`);
  return response.ok ? 0 : 1;
}

function readArgs(args: readonly string[]): { file: string; url: string } {
  const usage = 'expected one recorded event: npm run webhook -- file.json [--url URL]';
  try {
    const options = { url: { type: 'string', default: endpoint } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [file] = positionals;
    if (file !== undefined && positionals.length === 1 && URL.canParse(values.url)) return { file, url: values.url };
  } catch {
    // An unknown option is answered with the same sentence.
  }
  throw new UsageError(usage);
}

/** The text as it is: parsed and written again it would not be the recording. */
function readEvent(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read, expected a file with one recorded Stripe event`);
  }
  try {
    JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON, expected one recorded Stripe event`);
  }
  return text;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
