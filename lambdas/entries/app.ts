import { app } from '../app/app.handler.ts';
import { appTokens } from '../compose/app-tokens.ts';
import { links } from '../compose/links.ts';
import { policies } from '../compose/policies.ts';
import { serve } from '../compose/serve.ts';
import { table } from '../compose/table.ts';

export const handler = serve(app, async () => ({
  ...table(),
  ...policies(),
  ...(await links()),
  ...(await appTokens()),
}));
