import { bus } from '../compose/bus.ts';
import { links } from '../compose/links.ts';
import { policies } from '../compose/policies.ts';
import { queues } from '../compose/queues.ts';
import { serve } from '../compose/serve.ts';
import { stripe } from '../compose/stripe.ts';
import { table } from '../compose/table.ts';
import { workflows } from '../compose/workflows.ts';
import { pages } from '../pages/pages.handler.ts';

export const handler = serve(pages, async () => ({
  ...table(),
  ...policies(),
  ...queues(),
  ...bus(),
  ...workflows(),
  ...(await stripe()),
  ...(await links()),
}));
