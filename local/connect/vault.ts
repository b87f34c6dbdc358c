import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { stripeKey, webhookSecrets } from '../../lambdas/adapters/secret-values.ts';
import { awsProblem } from '../stage/problem.ts';
import { readSecret, type SecretKind } from '../stage/secrets.ts';
import type { Sender } from '../stage/sender.ts';
import { ConnectError } from './mistake.ts';

/** Where the key and the signing secrets of a stage lie. What goes in never comes out on a terminal. */
export interface Vault {
  key(): Promise<string | undefined>;
  /** The newest first. */
  secrets(): Promise<readonly string[]>;
  storeKey(key: string): Promise<void>;
  storeSecrets(secrets: readonly string[]): Promise<void>;
  /** Where a person finds them, in words. */
  readonly place: string;
}

interface Names {
  readonly key: string;
  readonly secrets: string;
  readonly livemode: boolean;
}

/** Secrets Manager, as the functions read it: a new value is in use within five minutes. */
export function stageVault(client: Sender, names: Names): Vault {
  const read = async (kind: SecretKind, name: string): Promise<string | undefined> => {
    const state = await readSecret(client, { kind, name, livemode: names.livemode });
    if (state.kind === 'unreadable') throw new ConnectError(state.why);
    if (state.kind === 'missing') throw new ConnectError(`${state.why}: deploy the stage first`);
    return state.kind === 'good' ? state.text.trim() : undefined;
  };
  const put = async (name: string, text: string): Promise<void> => {
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: text })).catch((error: unknown) => {
      throw awsProblem(error, `write the secret "${name}"`);
    });
  };
  return {
    key: () => read('stripe key', names.key),
    secrets: async () => {
      const text = await read('webhook secret', names.secrets);
      return text === undefined ? [] : webhookSecrets(names.secrets, text);
    },
    storeKey: (key) => put(names.key, key),
    storeSecrets: (list) => put(names.secrets, list.length === 1 ? String(list[0]) : JSON.stringify(list)),
    place: `${names.key} and ${names.secrets} in Secrets Manager`,
  };
}

const variables = { key: 'STRIPE_SECRET_KEY', secrets: 'STRIPE_WEBHOOK_SECRET' } as const;

/** A file for its owner only, not in git: a laptop has no Secrets Manager. */
export function fileVault(file: string): Vault {
  const read = (): Record<string, string | undefined> =>
    existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')) } : {};
  const put = (name: string, value: string): void => {
    mkdirSync(dirname(file), { recursive: true });
    const lines = Object.entries({ ...read(), [name]: value }).map(([key, text]) => `${key}='${text}'\n`);
    writeFileSync(file, lines.join(''), { mode: 0o600 });
    // The mode above counts for a new file only.
    chmodSync(file, 0o600);
  };
  return {
    key: async () => {
      const text = read()[variables.key];
      return text === undefined ? undefined : stripeKey(file, text, false);
    },
    secrets: async () => {
      const text = read()[variables.secrets];
      return text === undefined ? [] : webhookSecrets(file, text);
    },
    storeKey: async (key) => put(variables.key, key),
    // The local server takes one secret; what Stripe still signs with the one before, it signs again.
    storeSecrets: async ([newest = '']) => put(variables.secrets, newest),
    place: file,
  };
}
