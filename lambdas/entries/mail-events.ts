import { queues } from '../compose/queues.ts';
import { serve } from '../compose/serve.ts';
import { table } from '../compose/table.ts';
import { mailEvents } from '../messaging/mail-events.handler.ts';

export const handler = serve(mailEvents, () => ({ ...table(), ...queues() }));
