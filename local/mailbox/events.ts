import { domainOf, type StoredMail } from './stored-mail.ts';

export type SesEventType = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject' | 'DeliveryDelay' | 'Click';

/** SES event publishing, as it arrives through SNS: the part named after the type beside `mail`. */
export type SesEvent = { readonly eventType: SesEventType; readonly mail: SesMail } & Readonly<Record<string, unknown>>;

export interface SesMail {
  readonly timestamp: string;
  readonly source: string;
  readonly sourceArn: string;
  readonly sendingAccountId: string;
  readonly messageId: string;
  readonly destination: readonly string[];
  readonly headersTruncated: boolean;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly commonHeaders: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** AWS's example account; the embedded runtime has no other. */
const ACCOUNT = '123456789012';

export const sendEvent = (mail: StoredMail): SesEvent => ({ eventType: 'Send', mail: mailPart(mail), send: {} });

export const deliveryEvent = (mail: StoredMail, timestamp: string): SesEvent => ({
  eventType: 'Delivery',
  mail: mailPart(mail),
  delivery: {
    timestamp,
    processingTimeMillis: Math.max(0, Date.parse(timestamp) - Date.parse(mail.at)),
    recipients: mail.to,
    smtpResponse: '250 2.6.0 Message received',
    reportingMTA: 'mta.local.test',
  },
});

export type BounceType = 'Permanent' | 'Transient';

export const bounceEvent = (mail: StoredMail, timestamp: string, bounceType: BounceType): SesEvent => {
  const [status, diagnosticCode] =
    bounceType === 'Permanent' ? ['5.1.1', 'smtp; 550 5.1.1 user unknown'] : ['4.2.2', 'smtp; 452 4.2.2 mailbox full'];
  return {
    eventType: 'Bounce',
    mail: mailPart(mail),
    bounce: {
      bounceType,
      bounceSubType: bounceType === 'Permanent' ? 'General' : 'MailboxFull',
      bouncedRecipients: mail.to.map((emailAddress) => ({ emailAddress, action: 'failed', status, diagnosticCode })),
      timestamp,
      feedbackId: `${mail.id}-bounce`,
      reportingMTA: 'dsn; mta.local.test',
    },
  };
};

export const complaintEvent = (mail: StoredMail, timestamp: string): SesEvent => ({
  eventType: 'Complaint',
  mail: mailPart(mail),
  complaint: {
    complainedRecipients: mail.to.map((emailAddress) => ({ emailAddress })),
    timestamp,
    feedbackId: `${mail.id}-complaint`,
    userAgent: 'Local mailbox',
    complaintFeedbackType: 'abuse',
    arrivalDate: timestamp,
  },
});

export const rejectEvent = (mail: StoredMail): SesEvent => ({
  eventType: 'Reject',
  mail: mailPart(mail),
  reject: { reason: 'Bad content' },
});

export const delayEvent = (mail: StoredMail, timestamp: string, expirationTime: string): SesEvent => ({
  eventType: 'DeliveryDelay',
  mail: mailPart(mail),
  deliveryDelay: {
    timestamp,
    delayType: 'TransientCommunicationFailure',
    expirationTime,
    delayedRecipients: mail.to.map((emailAddress) => ({
      emailAddress,
      status: '4.4.1',
      diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host',
    })),
  },
});

export const clickEvent = (mail: StoredMail, timestamp: string, link: string, userAgent: string): SesEvent => ({
  eventType: 'Click',
  mail: mailPart(mail),
  click: { ipAddress: '192.0.2.1', link, linkTags: null, timestamp, userAgent },
});

function mailPart(mail: StoredMail): SesMail {
  const own = { From: mail.from, To: mail.to.join(', '), Subject: mail.subject, 'MIME-Version': '1.0' };
  return {
    timestamp: mail.at,
    source: mail.from,
    sourceArn: `arn:aws:ses:us-east-1:${ACCOUNT}:identity/${domainOf(mail.from)}`,
    sendingAccountId: ACCOUNT,
    messageId: mail.id,
    destination: mail.to,
    headersTruncated: false,
    headers: Object.entries({ ...own, ...mail.headers }).map(([name, value]) => ({ name, value })),
    commonHeaders: { from: [mail.from], to: mail.to, messageId: mail.id, subject: mail.subject },
    tags: tagsOf(mail),
  };
}

const tagsOf = (mail: StoredMail): SesMail['tags'] => ({
  'ses:operation': ['SendEmail'],
  ...(mail.configurationSet === undefined ? {} : { 'ses:configuration-set': [mail.configurationSet] }),
  'ses:source-ip': ['192.0.2.0'],
  'ses:from-domain': [domainOf(mail.from)],
  'ses:caller-identity': ['holdfast'],
  ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
});
