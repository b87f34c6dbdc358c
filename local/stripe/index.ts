export type { Creation, NewCustomer, NewSubscription, Plan } from './acts.ts';
export type { Adoption } from './adopt.ts';
export type { CardPlace, CardUpdate, NewCard } from './card-acts.ts';
export { FakeStripe } from './fake-stripe.ts';
export { createFakeHttpClient, type Intercept } from './http-client.ts';
export type { CustomerPayment } from './money-acts.ts';
export { signWebhook } from './sign.ts';
export type {
  CallRecord,
  ChargeRecord,
  FakeStripeOptions,
  Outcome,
  StripeEvent,
  StripeRequest,
  StripeResponse,
} from './types.ts';
