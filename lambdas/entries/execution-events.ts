import { executionEvents } from '../cases/execution-events.handler.ts';
import { bus } from '../compose/bus.ts';
import { queues } from '../compose/queues.ts';
import { serve } from '../compose/serve.ts';
import { table } from '../compose/table.ts';

export const handler = serve(executionEvents, () => ({ ...table(), ...bus(), ...queues() }));
