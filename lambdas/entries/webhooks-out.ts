import { bus } from '../compose/bus.ts';
import { policies } from '../compose/policies.ts';
import { queues } from '../compose/queues.ts';
import { serve } from '../compose/serve.ts';
import { table } from '../compose/table.ts';
import { outbound, webhookKeys } from '../compose/webhooks.ts';
import { webhooksOut } from '../webhooks/webhooks-out.handler.ts';

export const handler = serve(webhooksOut, () => ({
  ...table(),
  ...policies(),
  ...queues(),
  ...bus(),
  ...outbound(),
  ...webhookKeys(),
}));
