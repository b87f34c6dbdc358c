import { caseAttention } from '../cases/case-attention.handler.ts';
import { bus } from '../compose/bus.ts';
import { serve } from '../compose/serve.ts';
import { table } from '../compose/table.ts';

export const handler = serve(caseAttention, () => ({ ...table(), ...bus() }));
