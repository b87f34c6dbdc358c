import * as z from 'zod';
import { defineHandler } from '../kernel/define-handler.ts';
import { sweep } from './sweep.ts';

/** Serves the one-minute schedule: finds what is due and what got stuck, by the due index. */
export const sweeper = defineHandler({
  name: 'sweep',
  input: z.looseObject({}),
  handle: (_event, ports) => sweep(ports),
});
