import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientOptions } from '../../lambdas/adapters/client-options.ts';
import { StageError } from './stage-error.ts';

/** Of an STSClient. */
export interface IdentityClient {
  send(command: GetCallerIdentityCommand): Promise<unknown>;
}

export const createIdentity = (region: string): IdentityClient => new STSClient({ ...clientOptions, region });

export interface Caller {
  readonly accountId: string;
  /** The name of an IAM user; of a role, `<role>/<session>`. */
  readonly user: string;
}

/** Who stands behind the credentials that the SDK found. @throws StageError saying how to sign in */
export async function callerOf(client: IdentityClient): Promise<Caller> {
  const answer = await client.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw new StageError(whyNot(String(Object(error).name)));
  });
  const { Account, Arn }: { Account?: string; Arn?: string } = Object(answer);
  if (!Account || !Arn) throw new StageError('AWS did not say who you are: try again');
  return { accountId: Account, user: nameIn(Arn) };
}

const signIn = 'set AWS_PROFILE to a profile of the stage’s account (aws sso login --profile <name>) and start again';

function whyNot(kind: string): string {
  if (/CredentialsProviderError|TokenProviderError/.test(kind)) return `there are no AWS credentials here: ${signIn}`;
  if (/Expired/.test(kind)) return `the AWS credentials have expired: ${signIn}`;
  if (/InvalidClientTokenId|SignatureDoesNotMatch|AccessDenied|UnrecognizedClient/.test(kind))
    return `AWS does not accept the credentials (${kind}): ${signIn}`;
  return `AWS could not be asked who you are (${kind}): check the network and start again`;
}

/** `arn:aws:iam::1:user/team/ines` is ines; `arn:aws:sts::1:assumed-role/Admin/ines@vendor.test` is Admin/ines@vendor.test. */
function nameIn(arn: string): string {
  const [kind, ...rest] = arn.split(':').slice(5).join(':').split('/');
  if (kind === 'assumed-role') return rest.join('/');
  return rest.at(-1) ?? kind ?? arn;
}
