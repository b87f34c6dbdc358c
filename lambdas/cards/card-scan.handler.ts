import * as z from 'zod';
import { defineHandler } from '../kernel/define-handler.ts';
import { scanCards } from './scan-cards.ts';

/** Serves the daily schedule that looks for cards about to expire. */
export const cardScan = defineHandler({
  name: 'card-scan',
  input: z.looseObject({}),
  handle: (_event, ports) => scanCards(ports),
});
