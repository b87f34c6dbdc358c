import { bus } from '../compose/bus.ts';
import { links } from '../compose/links.ts';
import { mail } from '../compose/mail.ts';
import { policies } from '../compose/policies.ts';
import { queues } from '../compose/queues.ts';
import { serve } from '../compose/serve.ts';
import { stripe } from '../compose/stripe.ts';
import { table } from '../compose/table.ts';
import { dispatcher } from '../messaging/dispatch.handler.ts';

export const handler = serve(dispatcher, async () => ({
  ...table(),
  ...policies(),
  ...queues(),
  ...bus(),
  ...mail(),
  ...(await links()),
  ...(await stripe()),
}));
