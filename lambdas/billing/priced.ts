import * as z from 'zod';
import type { Priced } from '../accounts/worth.ts';
import type { Item } from '../kernel/rows.ts';
import type { Subscription } from './model.ts';
import { defined } from './raw.ts';

/** What the worth of an account is made of, as its subscription rows hold it. */
const pricedRow = z.object({
  id: z.string(),
  status: z.custom<Subscription['status']>((value) => typeof value === 'string'),
  amount: z.object({ amount: z.number(), currency: z.string() }).optional(),
  interval: z.enum(['day', 'week', 'month', 'year']).optional(),
  intervalCount: z.number().optional(),
  plan: z.string().optional(),
  planNames: z.array(z.string()).optional(),
});

export const pricedOf = (row: Item): Priced => defined(pricedRow.parse(row));
