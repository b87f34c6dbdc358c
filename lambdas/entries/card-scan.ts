import { cardScan } from '../cards/card-scan.handler.ts';
import { bus } from '../compose/bus.ts';
import { policies } from '../compose/policies.ts';
import { queues } from '../compose/queues.ts';
import { serve } from '../compose/serve.ts';
import { stripe } from '../compose/stripe.ts';
import { table } from '../compose/table.ts';

export const handler = serve(cardScan, async () => ({
  ...table(),
  ...policies(),
  ...queues(),
  ...bus(),
  ...(await stripe()),
}));
