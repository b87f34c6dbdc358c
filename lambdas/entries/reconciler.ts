import { bus } from '../compose/bus.ts';
import { policies } from '../compose/policies.ts';
import { queues } from '../compose/queues.ts';
import { serve } from '../compose/serve.ts';
import { stripe } from '../compose/stripe.ts';
import { table } from '../compose/table.ts';
import { workflows } from '../compose/workflows.ts';
import { reconciler } from '../reconcile/reconciler.handler.ts';

export const handler = serve(reconciler, async () => ({
  ...table(),
  ...policies(),
  ...queues(),
  ...bus(),
  ...workflows(),
  ...(await stripe()),
}));
