import * as z from 'zod';
import { count, data, span, text } from './fields.ts';

const timing = {
  at: text,
  every: span.optional(),
  count: count.optional(),
  until: text.optional(),
};

export const step = <N extends string, S extends z.ZodRawShape>(name: N, shape: S) =>
  z.strictObject({ ...timing, do: z.literal(name), ...shape });

export const account = text;
export const invoice = text;

export const segment = {
  account,
  user: text.optional(),
  event: text.optional(),
  properties: data.optional(),
  times: count.optional(),
};
