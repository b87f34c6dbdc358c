import { serve } from '@hono/node-server';
import { createExample } from './server.ts';

const {
  HOLDFAST_URL: api = 'http://localhost:4242',
  // What `npm start` takes; on a stage it is the text in the secret holdfast/<stage>/app-keys.
  HOLDFAST_APP_KEY: key = 'local-only-app-key-of-32-bytes-long!',
  ACCOUNT: account = 'dovetail-studio',
  ROLE: role = 'owner',
} = process.env;

const fetch = await createExample({ api, key, person: { account, role } });
serve({ fetch, port: 5173, hostname: 'localhost' }, () =>
  process.stdout.write(`${account} (${role}) is at http://localhost:5173, the drop-in script at /drop-in\n`),
);
