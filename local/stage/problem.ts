import { StageError } from '../aws/stage-error.ts';

const noCredentials = /CredentialsProviderError|TokenProviderError|Could not load credentials|Token is expired/;
const badCredentials =
  /^(ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure)/;
const noAnswer = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|TimeoutError|RequestTimeout)/;

/** What AWS said, as a sentence with the next move. `doing` completes "… may not". */
export function awsProblem(error: unknown, doing: string): StageError {
  if (error instanceof StageError) return error;
  const { name, code, message }: { name?: unknown; code?: unknown; message?: unknown } = Object(error);
  const kind = String(typeof code === 'string' ? code : (name ?? 'Error'));
  const [first = ''] = String(message ?? '').split('\n');
  if (noCredentials.test(`${String(name)} ${first}`))
    return new StageError('there are no AWS credentials here: set AWS_PROFILE or run "aws sso login", and try again');
  if (badCredentials.test(kind) || badCredentials.test(String(name)))
    return new StageError(`AWS refused the credentials (${String(name)}): log in again and try again`);
  if (/AccessDenied|NotAuthorized|Forbidden/.test(String(name)))
    return new StageError(`these credentials may not ${doing}: use a profile that may (${first})`);
  if (noAnswer.test(kind) || noAnswer.test(String(name)))
    return new StageError(`AWS did not answer (${kind}): check the network and the region, and try again`);
  return new StageError(`AWS would not ${doing} (${String(name ?? 'Error')}): ${first}`);
}

export const nameOf = (error: unknown): string => String(Object(error).name ?? 'Error');
