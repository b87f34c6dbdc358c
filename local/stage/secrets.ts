import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { linkKeys, signingKeys, stripeKey, webhookSecrets } from '../../lambdas/adapters/secret-values.ts';
import { Failure } from '../../lambdas/kernel/failures.ts';
import { awsProblem, nameOf } from './problem.ts';
import type { Sender } from './sender.ts';

export type SecretKind = 'stripe key' | 'webhook secret' | 'link keys' | 'app keys' | 'webhook keys';

/** `text` never leaves the process: it is used, and never printed. */
export type SecretState =
  | { readonly kind: 'good'; readonly text: string }
  | { readonly kind: 'wrong' | 'missing' | 'unreadable'; readonly why: string };

/** The same readers as in the functions: what passes here passes there. */
const readers: Readonly<Record<SecretKind, (name: string, text: string, livemode: boolean) => unknown>> = {
  'stripe key': stripeKey,
  'webhook secret': webhookSecrets,
  'link keys': linkKeys,
  'app keys': linkKeys,
  'webhook keys': (name, text) => signingKeys(name, text),
};

export async function readSecret(
  secrets: Sender,
  { kind, name, livemode }: { readonly kind: SecretKind; readonly name: string; readonly livemode: boolean },
): Promise<SecretState> {
  try {
    const { SecretString: text } = z
      .object({ SecretString: z.string() })
      .parse(await secrets.send(new GetSecretValueCommand({ SecretId: name })));
    readers[kind](name, text, livemode);
    return { kind: 'good', text };
  } catch (error) {
    if (error instanceof Failure) return { kind: 'wrong', why: error.message };
    if (nameOf(error) === 'ResourceNotFoundException') return { kind: 'missing', why: `there is no secret "${name}"` };
    return { kind: 'unreadable', why: awsProblem(error, `read the secret "${name}"`).message };
  }
}
