import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';

export interface MailDomainProps {
  /** Where DMARC reports go. */
  readonly reportsTo: string;
  readonly removal: RemovalPolicy;
}

/** A domain mail is sent from: DKIM by SES, and a return path of its own so that SPF aligns too (facts aws §4, mail). */
export class MailDomain extends Construct {
  /** What your DNS has to say: type, name and value. */
  readonly records: readonly string[];

  constructor(scope: Construct, domain: string, { reportsTo, removal }: MailDomainProps) {
    super(scope, `mail-${domain}`);
    const returnPath = `bounce.${domain}`;
    const identity = new CfnEmailIdentity(this, 'Identity', {
      emailIdentity: domain,
      dkimAttributes: { signingEnabled: true },
      dkimSigningAttributes: { nextSigningKeyLength: 'RSA_2048_BIT' },
      // Until the MX record stands, mail leaves with SES's own return path instead of not at all.
      mailFromAttributes: { mailFromDomain: returnPath, behaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
      // Bounces come as events; without this SES would mail them to the sender as well.
      feedbackAttributes: { emailForwardingEnabled: false },
    });
    identity.applyRemovalPolicy(removal);
    this.records = [
      `CNAME ${identity.attrDkimDnsTokenName1} ${identity.attrDkimDnsTokenValue1}`,
      `CNAME ${identity.attrDkimDnsTokenName2} ${identity.attrDkimDnsTokenValue2}`,
      `CNAME ${identity.attrDkimDnsTokenName3} ${identity.attrDkimDnsTokenValue3}`,
      `MX ${returnPath} 10 feedback-smtp.${Aws.REGION}.amazonses.com`,
      `TXT ${returnPath} "v=spf1 include:amazonses.com ~all"`,
      `TXT _dmarc.${domain} "v=DMARC1; p=none; rua=mailto:${reportsTo}"`,
    ];
  }
}
