import * as z from 'zod';
import { defineHandler } from '../kernel/define-handler.ts';
import { reconcileNightly } from './nightly.ts';

/** Serves the schedule of the night: compares Stripe with our rows and heals both. */
export const reconciler = defineHandler({
  name: 'reconciler',
  input: z.looseObject({}),
  handle: (_event, ports) => reconcileNightly(ports),
});
