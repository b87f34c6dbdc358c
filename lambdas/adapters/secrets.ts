import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Failure, PermanentFailure, ServiceUnavailable, Throttled } from '../kernel/failures.ts';
import { after, type Duration, type Instant } from '../kernel/instant.ts';
import type { Clock } from '../kernel/ports.ts';
import { clientOptions } from './client-options.ts';

/** Of a SecretsManagerClient. */
export interface SecretsClient {
  send(command: GetSecretValueCommand): Promise<unknown>;
}

export const createSecretsManager = (): SecretsClient => new SecretsManagerClient(clientOptions);

/** Long enough that a busy function asks 12 times an hour, short enough that a rotation needs no deploy (facts aws, secrets). */
const life: Duration = { minutes: 5 };
/** When Secrets Manager does not answer, what is known already serves this long before it is asked again. */
const lifeAfterFailure: Duration = { seconds: 30 };

export type ReadSecret = (name: string) => Promise<string>;

/** Secret texts by name, kept for five minutes of the port's clock; callers that come together share one call. */
export function cachedSecrets(client: SecretsClient, clock: Clock): ReadSecret {
  const known = new Map<string, { readonly value: string; readonly until: Instant }>();
  const asked = new Map<string, Promise<string>>();

  const keep = (name: string, value: string, duration: Duration): string => {
    known.set(name, { value, until: after(clock.now(), duration) });
    return value;
  };
  const ask = async (name: string): Promise<string> => {
    try {
      return keep(name, await fetchSecret(client, name), life);
    } catch (error) {
      const old = known.get(name);
      if (old && isPassing(error)) return keep(name, old.value, lifeAfterFailure);
      throw error;
    } finally {
      asked.delete(name);
    }
  };
  return async (name) => {
    const entry = known.get(name);
    if (entry && clock.now() < entry.until) return entry.value;
    const running = asked.get(name) ?? ask(name);
    asked.set(name, running);
    return running;
  };
}

const isPassing = (error: unknown): boolean => error instanceof ServiceUnavailable || error instanceof Throttled;

async function fetchSecret(client: SecretsClient, name: string): Promise<string> {
  const answer = await client.send(new GetSecretValueCommand({ SecretId: name })).catch((error: unknown) => {
    throw refusal(name, error);
  });
  const text: unknown = Object(answer).SecretString;
  if (typeof text === 'string' && text.trim() !== '') return text;
  throw new PermanentFailure(`the secret "${name}" is empty: put its value in as text`);
}

const missing = ['ResourceNotFoundException', 'InvalidRequestException'];
const denied = ['AccessDeniedException', 'DecryptionFailure', 'KMSAccessDeniedException'];

/** Only the name is told; the cause stays inside and is never logged. */
function refusal(name: string, cause: unknown): Failure {
  const kind = String(Object(cause).name ?? 'Error');
  if (missing.includes(kind))
    return new PermanentFailure(`there is no secret "${name}": create it and put its value in`);
  if (denied.includes(kind))
    return new PermanentFailure(
      `the secret "${name}" may not be read: grant this function secretsmanager:GetSecretValue`,
    );
  if (/Throttl|TooManyRequests/.test(kind))
    return new Throttled(`the rate of reading "${name}" was refused: try again`);
  return new ServiceUnavailable(`Secrets Manager did not answer for "${name}" (${kind}): try again`);
}
