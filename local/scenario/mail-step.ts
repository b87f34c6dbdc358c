import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { toIso } from '../../lambdas/kernel/instant.ts';
import { deliveryEvent } from '../mailbox/events.ts';
import type { StoredMail } from '../mailbox/stored-mail.ts';
import type { World } from '../world/world.ts';
import { StepError } from './at-stripe.ts';
import { type Email, emailsOf } from './report-mail.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';

type Step = Of<'mail_event'>;

/** `friendly` and `payment-recovery/friendly` are the same template. */
export const isTemplate = (asked: string, template: string | null): boolean =>
  template === asked || (template?.endsWith(`/${asked}`) ?? false);

/** SES tells what became of the last such mail to this address. @throws StepError when none was sent before */
export async function mailEvent({ world, recorder }: Stage, step: Step): Promise<void> {
  const sent = (await emailsOf(world)).filter(({ to }) => to === step.email);
  const mail = sent.findLast(({ template }) => isTemplate(step.template, template));
  if (!mail) throw new StepError('template', neverSent(step, sent));
  tellers[step.event](world, world.mailbox.find(mail.id));
  const { account, to, template, key } = mail;
  const at = toIso(world.simulator.now());
  recorder.noted.push({ at, kind: 'email.event', account, event: step.event, to, template, key });
}

function neverSent({ email, template }: Step, sent: readonly Email[]): string {
  const known = [...new Set(sent.map((mail) => mail.template))].join(', ');
  return `got "${template}", but before that instant ${email} was sent ${known || 'nothing'}`;
}

const tellers: Readonly<Record<Step['event'], (world: World, mail: StoredMail) => void>> = {
  bounce: ({ mailbox }, { id }) => mailbox.bounce(id, 'Permanent'),
  'soft-bounce': ({ mailbox }, { id }) => mailbox.bounce(id, 'Transient'),
  complaint: ({ mailbox }, { id }) => mailbox.complain(id),
  reject: ({ mailbox }, { id }) => mailbox.reject(id),
  delay: ({ mailbox }, { id }) => mailbox.delay(id),
  delivery: (world, mail) => publish(world, mail, 'delivery'),
  'rendering-failure': (world, mail) => publish(world, mail, 'rendering-failure'),
};

/** The mailbox reports a delivery by itself as it takes a mail; a second one, or a failed rendering, comes from here. */
function publish(world: World, mail: StoredMail, event: 'delivery' | 'rendering-failure'): void {
  const delivered = deliveryEvent(mail, toIso(world.simulator.now()));
  const failure = { errorMessage: 'Attribute is not present in the rendering data.', templateName: mail.subject };
  const message = event === 'delivery' ? delivered : { eventType: 'Rendering Failure', mail: delivered.mail, failure };
  void world.queues.send(new SendMessageCommand({ QueueUrl: 'mail-events', MessageBody: JSON.stringify(message) }));
}
