import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { Failure, OutcomeUnknown, PermanentFailure, ServiceUnavailable, Throttled } from '../kernel/failures.ts';
import type { MailPort } from '../messaging/mail-port.ts';
import { sendEmailInput } from '../messaging/mime.ts';
import { clientOptions } from './client-options.ts';

/** Of an SESv2Client; the local mailbox answers the same call. */
export interface SesClient {
  send(command: SendEmailCommand): Promise<unknown>;
}

export const createSes = (): SesClient => new SESv2Client(clientOptions);

/** Several stages share an account, where the name of a configuration set is taken once: `setName` says what ours is called. */
export const sesMail = (client: SesClient, setName: (set: string) => string = (set) => set): MailPort => ({
  async send(mail) {
    const command = new SendEmailCommand(sendEmailInput({ ...mail, configurationSet: setName(mail.configurationSet) }));
    return { messageId: messageIdOf(await client.send(command).catch(refuse)) };
  },
});

function messageIdOf(answer: unknown): string {
  const id: unknown = Object(answer).MessageId;
  if (typeof id === 'string' && id !== '') return id;
  throw new OutcomeUnknown('SES answered without a message id: wait for its mail event');
}

/** Refused before anything was sent. Daily and per-second limits look alike: both pass with time. */
const throttled = ['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'LimitExceededException'];
/** Nothing was sent and nothing is wrong with this mail: sending is paused, set up wrongly, or no connection was made. */
const unavailable = [
  'SendingPausedException',
  'AccountSuspendedException',
  'MailFromDomainNotVerifiedException',
  'NotFoundException',
  'AccessDeniedException',
  'ServiceUnavailableException',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
];
const permanent = ['MessageRejected', 'BadRequestException', 'ValidationException'];

/** Whatever is not known to be a refusal may have been sent: timeouts, resets, 5xx. */
function refuse(error: unknown): never {
  if (error instanceof Failure) throw error;
  const names = [Object(error).name, Object(error).code].filter((name) => typeof name === 'string');
  const facts = { ses: names[0] ?? 'unknown' };
  const is = (list: readonly string[]): boolean => names.some((name) => list.includes(name));
  if (is(throttled)) throw new Throttled('SES refused the rate: try again later', { cause: error, facts });
  if (is(unavailable)) throw new ServiceUnavailable('SES does not send at the moment', { cause: error, facts });
  if (is(permanent)) throw new PermanentFailure('SES refused the mail for good', { cause: error, facts });
  throw new OutcomeUnknown('SES gave no clear answer: wait for its mail event', { cause: error, facts });
}
