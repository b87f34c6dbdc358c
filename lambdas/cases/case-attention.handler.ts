import * as z from 'zod';
import { defineHandler } from '../kernel/define-handler.ts';
import { needsAttention } from './needs-attention.ts';

const input = z.strictObject({
  account: z.string().min(1),
  case: z.string().min(1),
  run: z.number().int().min(1),
  step: z.string(),
  problem: z.string(),
});

/** Serves "Needs attention": the case is flagged and operations hear of it; a person nudges, restarts or stops it. */
export const caseAttention = defineHandler({
  name: 'case-attention',
  input,
  handle: needsAttention,
});
